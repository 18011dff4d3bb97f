import { OPENID, SCOPE_TOKEN } from '../common/scopes.js';
import { OAuthError } from './oauth-error.js';

/**
 * The scopes that a request names (RFC 6749 §3.3: separated by single spaces).
 * @throws OAuthError `invalid_scope` for a malformed list, or one that names what is not in `allowed`
 */
export function readScopes(scope: string | undefined, allowed: readonly string[]): string[] {
  if (scope === undefined) return [];
  const asked = scope.split(' ');
  const known = asked.every((one) => SCOPE_TOKEN.test(one) && (one === OPENID || allowed.includes(one)));
  if (!known) throw new OAuthError('invalid_scope');
  return asked;
}
