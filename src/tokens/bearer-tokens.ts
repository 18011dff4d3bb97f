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
  private readonly memory: LRUCache<string, BearerToken>;
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
    const key = keyOf(grant);
    const found = this.kept(key, grant) ?? (await waitFor(this.load(key, grant), signal, tooLate));
    const now = this.now();
    const served = isFresh(found.token, now) ? found : await this.renew(found, key, grant, signal);
    if (served === found && isAgeing(found.token, now)) this.refreshBehind(key, grant);
    tokensServed.inc({ source: served.source });
    return served.token;
  }

  private kept(key: string, grant: Grant): Found | undefined {
    const token = this.memory.get(key);
    return token && isAlive(token, grant, this.now()) ? { token, source: 'memory' } : undefined;
  }

  private load(key: string, grant: Grant): Promise<Found> {
    return this.loads.run(key, async () => {
      const signal = this.deadlines.next();
      const session = await this.sessions.find(grant.client.id, grant.credential.id, signal);
      if (session?.state !== 'live') throw new SessionEnded();
      const stored = session.bearer && (await this.open(session.bearer, grant, signal));
      if (stored === undefined) return fromCognito(await this.refresh(key, grant));
      this.memory.set(key, stored);
      return { token: stored, source: 'seal' };
    });
  }

  /** Too old to be given out while a younger one can be had; in an outage it is, to its end. */
  private async renew(old: Found, key: string, grant: Grant, signal: AbortSignal): Promise<Found> {
    if (this.hasJustFailed(key)) return old;
    try {
      return fromCognito(await waitFor(this.refresh(key, grant), signal, tooLate));
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

  private refresh(key: string, grant: Grant): Promise<BearerToken> {
    return this.refreshes.run(key, async () => {
      try {
        const token = await this.refresher.refresh(grant, this.deadlines.next());
        this.memory.set(key, token);
        return token;
      } catch (error) {
        this.failures.set(key, this.clock.now());
        throw error;
      }
    });
  }

  /** Nobody waits for it, so nobody is told: what it fails on, the next request that needs it meets again. */
  private refreshBehind(key: string, grant: Grant): void {
    if (this.hasJustFailed(key)) return;
    this.refresh(key, grant).catch((error: unknown) => {
      if (error instanceof SessionEnded || error instanceof AccessChanged) return;
      this.logger.warn({ ...errorFields(error), credentialId: grant.credential.id });
    });
  }

  private hasJustFailed(key: string): boolean {
    return this.clock.now() - (this.failures.get(key) ?? -Infinity) < AFTER_FAILURE;
  }

  private now(): EpochSeconds {
    return toEpochSeconds(this.clock.now());
  }
}

function fromCognito(token: BearerToken): Found {
  return { token, source: 'cognito' };
}

/** Whatever changes what a token says, or whether it may be used, bumps an epoch: and so the key. */
function keyOf({ client, tenant, credential }: Grant): string {
  return `${credential.id} ${client.epoch} ${tenant.epoch}`;
}

function tooLate(cause: unknown): DependencyError {
  return new DependencyUnavailable('pool', 'fetch a bearer token in time', { cause });
}
