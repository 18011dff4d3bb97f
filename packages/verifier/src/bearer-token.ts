import { TokenMissing } from './errors.js';

/** RFC 9110 §11.1: the scheme in any case. */
const BEARER = /^Bearer(?: +(.*))?$/i;

/**
 * RFC 6750 §2.1: the token of an `Authorization` header, as it stands there.
 * @throws TokenMissing when there is no header, or one of another scheme
 */
export function bearerTokenIn(authorization: string | undefined): string {
  const match = BEARER.exec(authorization ?? '');
  if (match === null) throw new TokenMissing();
  return match[1] ?? '';
}
