import { OAuthError } from './oauth-error.js';

const FORM = /^application\/x-www-form-urlencoded(?:\s*;\s*charset=(?:"utf-8"|utf-8))?\s*$/i;
const MAX_BYTES = 8 * 1024;
const MAX_PARAMETERS = 32;
/** Stands for itself: ASCII with no escape and no plus in it. */
const PLAIN = /^[ -$&-*,-~]*$/;
const BAD_ESCAPE = /%(?![0-9A-Fa-f]{2})/;
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** RFC 6749 §2.3.1, RFC 7009 §2.1: secrets go into the body. */
const SECRETS = ['client_secret', 'refresh_token', 'token'];

/** The parameters of a form. An empty value counts as absent (RFC 6749 §3.2). */
export type Form = ReadonlyMap<string, string>;

/** What an OAuth endpoint gets from the wire. */
export interface FormRequest {
  readonly body: unknown;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  /** The path with its query. */
  readonly url: string;
}

/**
 * Reads the form of an OAuth endpoint strictly (RFC 6749 §3.2 and appendix B; WHATWG URL §5.1 with fatal decoding).
 * @throws OAuthError
 */
export function readForm({ body, contentType, contentEncoding = 'identity', url }: FormRequest): Form {
  // RFC 9110 §15.5.16.
  if (contentEncoding.toLowerCase() !== 'identity') throw new OAuthError('unsupported_encoding');
  if (hasSecretInQuery(url)) throw new OAuthError('secret_in_query');
  if (!FORM.test(contentType ?? '')) throw new OAuthError('not_a_form');
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  // RFC 9110 §15.5.14.
  if (bytes.length > MAX_BYTES) throw new OAuthError('too_large');
  return parameters(bytes);
}

function parameters(bytes: Buffer): Form {
  const pairs = bytes
    .toString('latin1')
    .split('&')
    .filter((pair) => pair !== '');
  if (pairs.length > MAX_PARAMETERS) throw new OAuthError('malformed_form');
  const form = new Map<string, string>();
  const seen = new Set<string>();
  for (const pair of pairs) {
    const [name, value] = split(pair).map(decodeFormComponent) as [string, string];
    // RFC 6749 §3.2: parameters must not be included more than once.
    if (seen.has(name)) throw new OAuthError('repeated_parameter');
    seen.add(name);
    // RFC 6749 §3.2: parameters sent without a value must be treated as if they were omitted.
    if (value !== '') form.set(name, value);
  }
  return form;
}

function split(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
}

/**
 * Decodes one name or value of a form whose bytes are given as latin1.
 * @throws OAuthError `malformed_form` for a bad escape or invalid UTF-8
 */
export function decodeFormComponent(text: string): string {
  if (PLAIN.test(text)) return text;
  if (BAD_ESCAPE.test(text)) throw new OAuthError('malformed_form');
  const bytes = text
    .replaceAll('+', ' ')
    .replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  try {
    return UTF_8.decode(Buffer.from(bytes, 'latin1'));
  } catch {
    throw new OAuthError('malformed_form');
  }
}

function hasSecretInQuery(url: string): boolean {
  const at = url.indexOf('?');
  if (at < 0) return false;
  const query = new URLSearchParams(url.slice(at));
  return SECRETS.some((name) => query.has(name));
}
