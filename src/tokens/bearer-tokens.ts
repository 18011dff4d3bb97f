import { Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { BearerTokenSealer } from '../clients/bearer-token-sealer.js';
import type { BearerToken } from '../clients/domain/bearer-token.js';
import type { SealedBearerToken } from '../clients/domain/session.js';
import { SessionEnded, SessionStore } from '../clients/ports/session-store.js';
import { Clock, type EpochSeconds, SECOND, toEpochSeconds } from '../common/clock.js';
import { errorFields } from '../common/logging/json-logger.js';
import { Config } from '../config/config.js';
import type { Grant } from './access-decision.js';
import { isAlive, isFresh, isOfEpochs } from './bearer-token-rules.js';
import { AccessChanged, BearerRefresher } from './bearer-refresher.js';
import { SingleFlight, waitFor } from './single-flight.js';

/** Shared work has a deadline of its own. */
const FLIGHT_DEADLINE = 6 * SECOND;

/**
 * The bearer tokens of credentials, each fetched from Cognito as seldom as may be: from memory, else from the sealed
 * session item, else refreshed. A token that is getting old is answered while a new one is fetched behind it.
 */
@Injectable()
export class BearerTokens {
  private readonly logger = new Logger('BearerTokens');
  private readonly memory: LRUCache<string, BearerToken>;
  private readonly loads = new SingleFlight<BearerToken>();
  private readonly refreshes = new SingleFlight<BearerToken>();

  constructor(
    private readonly sessions: SessionStore,
    private readonly refresher: BearerRefresher,
    private readonly sealer: BearerTokenSealer,
    private readonly clock: Clock,
    config: Config,
  ) {
    this.memory = new LRUCache({ max: config.tokenCacheSize });
  }

  /**
   * A bearer token for a grant that was just decided.
   * @throws SessionEnded, AccessChanged, DependencyError
   */
  async get(grant: Grant, signal: AbortSignal): Promise<BearerToken> {
    const key = keyOf(grant);
    const now = this.now();
    const kept = this.memory.get(key);
    if (kept === undefined || !isAlive(kept, grant, now)) return waitFor(this.load(key, grant), signal);
    if (!isFresh(kept, now)) this.refreshBehind(key, grant);
    return kept;
  }

  private load(key: string, grant: Grant): Promise<BearerToken> {
    return this.loads.run(key, async () => {
      const signal = AbortSignal.timeout(FLIGHT_DEADLINE);
      const session = await this.sessions.find(grant.client.id, grant.credential.id, signal);
      if (session?.state !== 'live') throw new SessionEnded();
      const stored = session.bearer && (await this.open(session.bearer, grant, signal));
      if (stored === undefined) return this.refresh(key, grant);
      this.memory.set(key, stored);
      if (!isFresh(stored, this.now())) this.refreshBehind(key, grant);
      return stored;
    });
  }

  /** The stored token, if it may be answered and opens. */
  private async open(
    bearer: SealedBearerToken,
    grant: Grant,
    signal: AbortSignal,
  ): Promise<BearerToken | undefined> {
    if (!isOfEpochs(bearer, grant) || !isAlive(bearer, grant, this.now())) return undefined;
    return this.sealer.open(bearer, { client: grant.client, credentialId: grant.credential.id }, signal);
  }

  private refresh(key: string, grant: Grant): Promise<BearerToken> {
    return this.refreshes.run(key, async () => {
      const token = await this.refresher.refresh(grant, AbortSignal.timeout(FLIGHT_DEADLINE));
      this.memory.set(key, token);
      return token;
    });
  }

  /** Nobody waits for it, so nobody is told: what it fails on, the next request that needs it meets again. */
  private refreshBehind(key: string, grant: Grant): void {
    this.refresh(key, grant).catch((error: unknown) => {
      if (error instanceof SessionEnded || error instanceof AccessChanged) return;
      this.logger.warn({ ...errorFields(error), credentialId: grant.credential.id });
    });
  }

  private now(): EpochSeconds {
    return toEpochSeconds(this.clock.now());
  }
}

/** Whatever changes what a token says, or whether it may be used, bumps an epoch: and so the key. */
function keyOf({ client, tenant, credential }: Grant): string {
  return `${credential.id} ${client.epoch} ${tenant.epoch}`;
}
