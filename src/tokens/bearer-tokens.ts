import { Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { BearerTokenSealer } from '../clients/bearer-token-sealer.js';
import type { BearerToken } from '../clients/domain/bearer-token.js';
import type { SealedBearerToken } from '../clients/domain/session.js';
import { SessionEnded, SessionStore } from '../clients/ports/session-store.js';
import { Clock, type EpochSeconds, type Millis, SECOND, toEpochSeconds } from '../common/clock.js';
import { Deadlines } from '../common/deadlines.js';
import { DependencyError, DependencyUnavailable } from '../common/errors/dependency-errors.js';
import { errorFields } from '../common/logging/json-logger.js';
import { waitFor } from '../common/wait-for.js';
import { Config } from '../config/config.js';
import { tokensServed } from '../metrics/token-metrics.js';
import type { Grant } from './access-decision.js';
import { isAgeing, isAlive, isFresh, isOfEpochs } from './bearer-token-rules.js';
import { AccessChanged, BearerRefresher } from './bearer-refresher.js';
import { SingleFlight } from './single-flight.js';

const FLIGHT_DEADLINE = 6 * SECOND;
/** While there is a token to answer, a refresh that failed is not tried again for so long. */
const AFTER_FAILURE = 5 * SECOND;

/** A token, and what it was fetched for: whatever changes what a token says, or whether it may be used, bumps an epoch. */
interface Kept {
  readonly token: BearerToken;
  readonly clientEpoch: number;
  readonly tenantEpoch: number;
}

/** A token, and where it came from. */
interface Found {
  readonly token: BearerToken;
  readonly source: 'memory' | 'seal' | 'cognito';
}

/**
 * The bearer tokens of credentials, each fetched from Cognito as seldom as may be: from memory, else from the sealed
 * session item, else refreshed. A token that is getting old is answered while a new one is fetched behind it.
 */
@Injectable()
export class BearerTokens {
  private readonly logger = new Logger('BearerTokens');
  /** By credential. */
  private readonly memory: LRUCache<string, Kept>;
  private readonly loads = new SingleFlight<Found>();
  /** When a refresh failed last. */
  private readonly failures: LRUCache<string, Millis>;
  private readonly refreshes = new SingleFlight<BearerToken>();
  /** Shared work has deadlines of its own. */
  private readonly deadlines = new Deadlines(FLIGHT_DEADLINE);

  constructor(
    private readonly sessions: SessionStore,
    private readonly refresher: BearerRefresher,
    private readonly sealer: BearerTokenSealer,
    private readonly clock: Clock,
    config: Config,
  ) {
    this.memory = new LRUCache({ max: config.tokenCacheSize });
    this.failures = new LRUCache({ max: config.tokenCacheSize });
  }

  /**
   * A bearer token for a grant that was just decided.
   * @throws SessionEnded, AccessChanged, DependencyError
   */
  async get(grant: Grant, signal: AbortSignal): Promise<BearerToken> {
    const found = this.kept(grant) ?? (await waitFor(this.load(grant), signal, tooLate));
    const now = this.now();
    const served = isFresh(found.token, now) ? found : await this.renew(found, grant, signal);
    if (served === found && isAgeing(found.token, now)) this.refreshBehind(grant);
    tokensServed.inc({ source: served.source });
    return served.token;
  }

  private kept(grant: Grant): Found | undefined {
    const kept = this.memory.get(grant.credential.id);
    if (kept === undefined || !isOfEpochs(kept, grant) || !isAlive(kept.token, grant, this.now()))
      return undefined;
    return { token: kept.token, source: 'memory' };
  }

  private keep(token: BearerToken, { client, tenant, credential }: Grant): void {
    this.memory.set(credential.id, { token, clientEpoch: client.epoch, tenantEpoch: tenant.epoch });
  }

  private load(grant: Grant): Promise<Found> {
    return this.loads.run(keyOf(grant), async () => {
      const signal = this.deadlines.next();
      const session = await this.sessions.find(grant.client.id, grant.credential.id, signal);
      if (session?.state !== 'live') throw new SessionEnded();
      const stored = session.bearer && (await this.open(session.bearer, grant, signal));
      if (stored === undefined) return fromCognito(await this.refresh(grant));
      this.keep(stored, grant);
      return { token: stored, source: 'seal' };
    });
  }

  /** Too old to be given out while a younger one can be had; in an outage it is, to its end. */
  private async renew(old: Found, grant: Grant, signal: AbortSignal): Promise<Found> {
    if (this.hasJustFailed(grant)) return old;
    try {
      return fromCognito(await waitFor(this.refresh(grant), signal, tooLate));
    } catch (error) {
      if (!(error instanceof DependencyError) || !isAlive(old.token, grant, this.now())) throw error;
      return old;
    }
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

  private refresh(grant: Grant): Promise<BearerToken> {
    const key = keyOf(grant);
    return this.refreshes.run(key, async () => {
      try {
        const token = await this.refresher.refresh(grant, this.deadlines.next());
        this.keep(token, grant);
        return token;
      } catch (error) {
        this.failures.set(key, this.clock.now());
        throw error;
      }
    });
  }

  /** Nobody waits for it, so nobody is told: what it fails on, the next request that needs it meets again. */
  private refreshBehind(grant: Grant): void {
    if (this.hasJustFailed(grant)) return;
    this.refresh(grant).catch((error: unknown) => {
      if (error instanceof SessionEnded || error instanceof AccessChanged) return;
      this.logger.warn({ ...errorFields(error), credentialId: grant.credential.id });
    });
  }

  private hasJustFailed(grant: Grant): boolean {
    return this.clock.now() - (this.failures.get(keyOf(grant)) ?? -Infinity) < AFTER_FAILURE;
  }

  private now(): EpochSeconds {
    return toEpochSeconds(this.clock.now());
  }
}

function fromCognito(token: BearerToken): Found {
  return { token, source: 'cognito' };
}

/** Work for other epochs is other work. */
function keyOf({ client, tenant, credential }: Grant): string {
  return `${credential.id} ${client.epoch} ${tenant.epoch}`;
}

function tooLate(cause: unknown): DependencyError {
  return new DependencyUnavailable('pool', 'fetch a bearer token in time', { cause });
}
