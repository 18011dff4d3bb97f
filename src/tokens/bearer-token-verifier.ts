import { Injectable } from '@nestjs/common';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { familyIn, scopesIn } from '../clients/domain/bearer-token.js';
import type { TokenFamily } from '../clients/domain/session.js';
import { Clock, type EpochSeconds } from '../common/clock.js';
import { COMPACT_JWS } from '../common/compact-jws.js';
import { Config } from '../config/config.js';
import { MachineKeys } from './machine-keys.js';

/** What a bearer token says that is one: signed by the machines' pool, for our app client, not over yet. */
export interface VerifiedBearerToken {
  readonly clientId: string;
  readonly tenantId: string;
  readonly sub: string;
  readonly issuer: string;
  readonly audience: string;
  readonly iat: EpochSeconds;
  readonly exp: EpochSeconds;
  readonly scopes: readonly string[];
  readonly family: TokenFamily;
}

/** RFC 7662 §4, the checks that a token can be put to by itself: as an API makes them that has not heard of cut-offs. */
@Injectable()
export class BearerTokenVerifier {
  constructor(
    private readonly keys: MachineKeys,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * @returns undefined for what is not a bearer token: no JWT, a person's token, forged, over
   * @throws DependencyUnavailable while the keys cannot be had
   */
  async verify(token: string): Promise<VerifiedBearerToken | undefined> {
    if (!COMPACT_JWS.test(token)) return undefined;
    const { issuer, clientId: audience } = this.config.machines;
    const currentDate = new Date(this.clock.now());
    const requiredClaims = ['sub', 'iat', 'exp'];
    try {
      const options = { issuer, audience, algorithms: ['RS256'], requiredClaims, currentDate };
      const { payload } = await jwtVerify(token, this.keys.keyFor, options);
      return read(payload as RequiredClaims, { issuer, audience });
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }
}

type RequiredClaims = JWTPayload & { sub: string; iat: number; exp: number };

function read(
  claims: RequiredClaims,
  parties: Pick<VerifiedBearerToken, 'issuer' | 'audience'>,
): VerifiedBearerToken | undefined {
  const { sub, iat, exp, 'cognito:username': clientId, 'custom:tenant_id': tenantId } = claims;
  const family = familyIn(claims);
  if (claims['token_use'] !== 'id' || family === undefined) return undefined;
  if (typeof clientId !== 'string' || typeof tenantId !== 'string') return undefined;
  return { ...parties, clientId, tenantId, sub, iat, exp, scopes: scopesIn(claims), family };
}
