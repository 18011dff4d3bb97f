import { errors, jwtVerify } from 'jose';
import type { Clock, EpochSeconds } from '../common/clock.js';
import { COMPACT_JWS } from '../common/compact-jws.js';
import { Problem } from '../common/errors/problem.js';
import type { PoolConfig } from '../config/config.js';
import type { KeySet } from '../keys/key-set.js';
import type { People } from './people.js';
import type { Person } from './principal.js';

/** RFC 6750 §2.1. */
const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i;

/** The token of an Authorization header; undefined: the header holds none. */
export function bearerTokenIn(authorization: string | undefined): string | undefined {
  return BEARER.exec(authorization ?? '')?.[1];
}

/** Tells who sends an access token of the people's pool. Machines' tokens are refused: another issuer, another use. */
export class Authenticator {
  constructor(
    private readonly pool: PoolConfig,
    private readonly keys: KeySet,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  /**
   * @param authorization the header's value; absent or empty: nobody
   * @throws Problem `invalid_token`, also for someone who is no longer one of ours; DependencyError
   */
  async authenticate(authorization: string | undefined, signal: AbortSignal): Promise<Person | undefined> {
    if (authorization === undefined || authorization === '') return undefined;
    const token = bearerTokenIn(authorization);
    if (token === undefined) throw new Problem('invalid_token');
    const { sub, iat } = await this.verify(token);
    const person = await this.people.find(sub, iat, signal);
    if (person === undefined) throw new Problem('invalid_token');
    return person;
  }

  private async verify(token: string): Promise<{ sub: string; iat: EpochSeconds }> {
    if (!COMPACT_JWS.test(token)) throw new Problem('invalid_token');
    const { issuer, clientId } = this.pool;
    try {
      const options = {
        issuer,
        algorithms: ['RS256'],
        requiredClaims: ['sub', 'iat', 'exp'],
        currentDate: new Date(this.clock.now()),
      };
      const { payload } = await jwtVerify(token, this.keys.keyFor, options);
      if (payload['token_use'] !== 'access' || payload['client_id'] !== clientId)
        throw new Problem('invalid_token');
      return { sub: payload.sub!, iat: payload.iat! };
    } catch (error) {
      if (error instanceof errors.JOSEError) throw new Problem('invalid_token');
      throw error;
    }
  }
}
