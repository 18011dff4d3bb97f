import { type KeyObject, verify } from 'node:crypto';
import { TokenMalformed } from './errors.js';
import { type JsonObject, readJsonObject } from './json-object.js';

/** What is longer is refused unread: Cognito's tokens are far below, and so are the headers that servers take. Characters. */
const MAX_LENGTH = 16_384;

/** RFC 7515 §4: all that Cognito writes there. Keys that a token brings along (`jwk`, `jku`, `x5u`) and `crit` are none of it. */
const HEADER_NAMES: ReadonlySet<string> = new Set(['alg', 'kid', 'typ']);

/** A compact JWS, read. */
export interface CompactToken {
  readonly kid: string;
  readonly payload: JsonObject;
  /** RFC 7515 §5.1: what the signature is of. */
  readonly signed: string;
  readonly signature: Uint8Array;
}

/**
 * Reads a compact JWS in the one form that Cognito makes: RS256, a key id, nothing else in its header, every part in
 * the only base64url form of its bytes. The signature is not looked at.
 * @throws TokenMalformed
 */
export function readCompactToken(token: string): CompactToken {
  const parts = token.length > MAX_LENGTH ? [] : token.split('.');
  if (parts.length !== 3 || parts.includes('')) throw new TokenMalformed();
  const [header, payload, signature] = parts as [string, string, string];
  const kid = keyIdIn(header);
  const claims = readJsonObject(decode(payload));
  if (claims === undefined) throw new TokenMalformed();
  const signed = token.slice(0, token.lastIndexOf('.'));
  return { kid, payload: claims, signed, signature: decode(signature) };
}

/** RFC 7518 §3.3: RSASSA-PKCS1-v1_5 with SHA-256, whatever the token says. */
export function isSignedBy(
  key: KeyObject,
  { signed, signature }: Pick<CompactToken, 'signed' | 'signature'>,
): boolean {
  return verify('sha256', Buffer.from(signed), key, signature);
}

/**
 * RFC 7515 §2 and RFC 4648 §3.5: no padding, no white space, nothing beside the alphabet, and zero in the bits that fill up
 * the last character. So no second text stands for the same token.
 */
function decode(part: string): Buffer {
  const bytes = Buffer.from(part, 'base64url');
  if (bytes.toString('base64url') !== part) throw new TokenMalformed();
  return bytes;
}

/** The last good header: the tokens of one key all have the same. */
let known = { text: '', kid: '' };

function keyIdIn(text: string): string {
  if (text !== known.text) known = { text, kid: readKeyId(text) };
  return known.kid;
}

function readKeyId(text: string): string {
  const header = readJsonObject(decode(text));
  const { alg, kid, typ = 'JWT' } = header ?? {};
  if (header === undefined || !Object.keys(header).every((name) => HEADER_NAMES.has(name)))
    throw new TokenMalformed();
  if (alg !== 'RS256' || typ !== 'JWT' || typeof kid !== 'string' || kid === '') throw new TokenMalformed();
  return kid;
}
