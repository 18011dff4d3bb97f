import type { EpochSeconds } from '../../common/clock.js';
import { DependencyMisconfigured } from '../../common/errors/dependency-errors.js';
import { issuedClaims } from '../../common/issued-claims.js';
import type { TokenFamily } from './session.js';

/** A Cognito ID token and what its claims say. Not verified: it came from Cognito itself, over TLS. */
export interface BearerToken {
  /** Compact JWS; a secret. */
  readonly token: string;
  readonly sub: string;
  readonly iat: EpochSeconds;
  readonly exp: EpochSeconds;
  readonly scopes: readonly string[];
  readonly family: TokenFamily;
}

/**
 * Reads a token that Cognito has just issued.
 * @param requireOrigin whether a token without `origin_jti` is refused: it could not be cut off by its sign-in
 * @throws DependencyMisconfigured when the pool or its app client is not set up as it must be
 */
export function readBearerToken(token: string, { requireOrigin }: { requireOrigin: boolean }): BearerToken {
  const claims = issuedClaims(token);
  const { sub, iat, exp, jti } = claims;
  if (sub === undefined || iat === undefined || exp === undefined || claims['token_use'] !== 'id')
    throw new DependencyMisconfigured('pool', 'the token lacks claims of an ID token');
  const origin = text(claims['origin_jti']);
  if (origin === undefined && (requireOrigin || jti === undefined))
    throw new DependencyMisconfigured('pool', 'tokens lack origin_jti: switch token revocation on');
  const family: TokenFamily =
    origin === undefined
      ? { claim: 'jti', value: jti!, until: exp }
      : { claim: 'origin_jti', value: origin, until: exp };
  return { token, sub, iat, exp, scopes: scopesIn(claims['custom:scopes']), family };
}

function scopesIn(claim: unknown): string[] {
  return (text(claim) ?? '').split(' ').filter((scope) => scope !== '');
}

function text(claim: unknown): string | undefined {
  return typeof claim === 'string' ? claim : undefined;
}
