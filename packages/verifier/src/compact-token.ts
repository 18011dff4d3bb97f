import { TokenMalformed } from './errors.js';
import { type JsonObject, readJsonObject } from './json-object.js';

/** What is longer is refused unread: Cognito's tokens are far below, and so are the headers that servers take. Characters. */
const MAX_LENGTH = 16_384;

/** RFC 7515 §7.1 to the letter. jose would also take white space and padding in the signature. */
const COMPACT_JWS = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** RFC 7515 §4: all that Cognito writes there. Keys that a token brings along (`jwk`, `jku`, `x5u`) and `crit` are none of it. */
const HEADER_NAMES: ReadonlySet<string> = new Set(['alg', 'kid', 'typ']);

/**
 * Reads a compact JWS in the one form that Cognito makes: RS256, a key id, nothing else in its header, every part in
 * the only base64url form of its bytes. The signature is not looked at.
 * @returns the payload
 * @throws TokenMalformed
 */
export function readCompactToken(token: string): JsonObject {
  if (token.length > MAX_LENGTH || !COMPACT_JWS.test(token)) throw new TokenMalformed();
  const [header, payload] = token.split('.').map(decode);
  if (!isHeader(readJsonObject(header!))) throw new TokenMalformed();
  const claims = readJsonObject(payload!);
  if (claims === undefined) throw new TokenMalformed();
  return claims;
}

/** RFC 4648 §3.5: the bits that fill up the last character are zero, so that no second text stands for the same token. */
function decode(part: string): Uint8Array {
  const bytes = Buffer.from(part, 'base64url');
  if (bytes.toString('base64url') !== part) throw new TokenMalformed();
  return bytes;
}

function isHeader(header: JsonObject | undefined): boolean {
  if (header === undefined || !Object.keys(header).every((name) => HEADER_NAMES.has(name))) return false;
  const { alg, kid, typ } = header;
  return alg === 'RS256' && typeof kid === 'string' && kid !== '' && (typ === undefined || typ === 'JWT');
}
