import type { JWTPayload } from 'jose';
import { type EpochSeconds, type Millis, SECOND } from '../../common/clock.js';
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

/** What a token must be, so that it can be cut off. */
export interface Demands {
  /** Whether one without `origin_jti` is refused: it could not be cut off by its sign-in. */
  readonly requireOrigin: boolean;
  /** The longest life. Cut-offs are published as long: a token that lives on behind them would be good again. */
  readonly longest: Millis;
}

/**
 * Reads a token that Cognito has just issued.
 * @throws DependencyMisconfigured when the pool or its app client is not set up as it must be
 */
export function readBearerToken(token: string, { requireOrigin, longest }: Demands): BearerToken {
  const claims = issuedClaims(token);
  const { sub, iat, exp } = claims;
  if (sub === undefined || iat === undefined || exp === undefined || claims['token_use'] !== 'id')
    throw new DependencyMisconfigured('pool', 'the token lacks claims of an ID token');
  if ((exp - iat) * SECOND > longest)
    throw new DependencyMisconfigured('pool', 'tokens live longer than ID_TOKEN_MINUTES');
  const family = familyIn({ ...claims, exp });
  if (family === undefined || (requireOrigin && family.claim !== 'origin_jti'))
    throw new DependencyMisconfigured('pool', 'tokens lack origin_jti: switch token revocation on');
  return { token, sub, iat, exp, scopes: scopesIn(claims), family };
}

/** The family of a token with these claims; undefined: they name none. */
export function familyIn({ jti, exp, ...claims }: JWTPayload & { exp: number }): TokenFamily | undefined {
  const origin = text(claims['origin_jti']);
  if (origin !== undefined) return { claim: 'origin_jti', value: origin, until: exp };
  return jti === undefined ? undefined : { claim: 'jti', value: jti, until: exp };
}

/** The scopes of a token with these claims. */
export function scopesIn(claims: JWTPayload): string[] {
  return (text(claims['custom:scopes']) ?? '').split(' ').filter((scope) => scope !== '');
}

function text(claim: unknown): string | undefined {
  return typeof claim === 'string' ? claim : undefined;
}
