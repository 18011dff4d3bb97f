import { randomUUID } from 'node:crypto';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Clock, DAY, type Millis, SECOND } from '../common/clock.js';
import { DependencyError } from '../common/errors/dependency-errors.js';
import { errorFields } from '../common/logging/json-logger.js';
import { dayOf, type UsageCount } from './usage.js';
import { BATCH_SIZE, type CredentialUse, type UsageBatch, UsageStore } from './usage-store.js';

/** Whose usage it is. */
export interface UsingClient {
  readonly id: string;
  readonly tenantId: string;
}

type Counter = 'tokensServed' | 'cognitoCalls' | 'refused';
type Tally = Omit<UsageCount, Counter> & Record<Counter, number>;
type Use = { -readonly [Field in keyof CredentialUse]: CredentialUse[Field] };

const PERIOD: Millis = 25 * SECOND;
/** So that replicas do not go on flushing together. */
const JITTER: Millis = 5 * SECOND;
/** Shorter than the period. A shutdown waits for it. */
const FLUSH_DEADLINE: Millis = 8 * SECOND;
const AT_ONCE = 4;
/** To make one ready takes milliseconds in which no request is answered: they begin one by one, over so long at most. */
const SPREAD: Millis = 5 * SECOND;
const LONGEST_PAUSE: Millis = SECOND / 10;
/** So many clients make a flush due before its time. */
const FLUSH_EARLY = 10_000;
/** So many are counted at all while nothing can be stored. */
const MOST_KEPT = 50_000;
/** Beyond these no more are made: what is counted meanwhile takes no more room than it has. */
const MOST_UNSENT = 600;

/**
 * Counts what clients do, in memory: nothing on the way of a token waits for it or writes. What was counted is stored
 * every half minute and at shutdown, in batches. One that could not be stored is kept as it is and tried again: it may
 * have been stored and the answer lost, which the store tells by its id.
 */
@Injectable()
export class UsageRecorder
  implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown
{
  private readonly logger = new Logger('Usage');
  private counts = new Map<string, Tally>();
  private uses = new Map<string, Use>();
  private readonly unsent = new Set<UsageBatch>();
  /** How often there was no room. */
  private lost = 0;
  /** Flushes come one after the other; none ever fails. */
  private flushing: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private isEnding = false;
  /** Ends the pause between two batches. */
  private wake: () => void = () => undefined;

  constructor(
    private readonly store: UsageStore,
    private readonly clock: Clock,
  ) {}

  /** A token was given out for a credential. @param from the caller's address */
  served(client: UsingClient, credentialId: string, from: string | undefined): void {
    this.count(client, 'tokensServed');
    this.used(client, credentialId, from);
  }

  /** A credential has authenticated its client where a token was given out for another one. */
  used({ id: clientId }: UsingClient, credentialId: string, from: string | undefined): void {
    const at = this.clock.now();
    const use = this.uses.get(credentialId);
    // Changed in place: a new one each time would grow old, since the next is long in coming.
    if (use !== undefined) [use.at, use.from] = [at, from];
    else if (this.uses.size < MOST_KEPT) this.uses.set(credentialId, { clientId, credentialId, at, from });
    else this.lost++;
  }

  /** A credential did not hold. Only for clients that there are: names that were guessed have no end. */
  refused(client: UsingClient): void {
    this.count(client, 'refused');
  }

  /** Cognito is being asked for a sign-in or a refresh. */
  cognitoCalled(client: UsingClient): void {
    this.count(client, 'cognitoCalls');
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.flush(), PERIOD + Math.random() * JITTER).unref();
  }

  /** Most of it: should the last requests take too long, the process ends without the rest. */
  beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.isEnding = true;
    this.wake();
    return this.flush();
  }

  /** The rest, once no request is in flight any more. */
  onApplicationShutdown(): Promise<void> {
    return this.flush();
  }

  /** Stores what was counted up to now. What fails is kept for the next time. */
  flush(): Promise<void> {
    this.flushing = this.flushing.then(() => this.send());
    return this.flushing;
  }

  private count({ id: clientId, tenantId }: UsingClient, counter: Counter): void {
    const now = this.clock.now();
    const key = `${Math.floor(now / DAY)} ${clientId}`;
    const tally = this.counts.get(key);
    if (tally !== undefined) tally[counter]++;
    else if (this.counts.size >= MOST_KEPT) this.lost++;
    else this.begin(key, { clientId, tenantId, day: dayOf(now), ...NOTHING, [counter]: 1 });
  }

  private begin(key: string, tally: Tally): void {
    this.counts.set(key, tally);
    if (this.counts.size === FLUSH_EARLY) void this.flush();
  }

  private async send(): Promise<void> {
    if (this.unsent.size < MOST_UNSENT) this.makeBatches();
    const signal = AbortSignal.timeout(FLUSH_DEADLINE);
    const batches = this.spread();
    const sending = Array.from({ length: AT_ONCE }, () => this.sendEach(batches, signal));
    const outages = (await Promise.all(sending)).filter((outage) => outage !== undefined);
    if (outages.length > 0) this.logger.warn({ ...errorFields(outages[0]), waiting: this.unsent.size });
    if (this.lost > 0) this.logger.error({ message: 'no room for usage', lost: this.lost });
    this.lost = 0;
  }

  private makeBatches(): void {
    const [counts, uses] = [[...this.counts.values()], [...this.uses.values()]];
    this.counts = new Map();
    this.uses = new Map();
    for (let at = 0; at < Math.max(counts.length, uses.length); at += BATCH_SIZE) {
      const part = <T>(all: readonly T[]) => all.slice(at, at + BATCH_SIZE);
      this.unsent.add({
        id: randomUUID(),
        madeAt: this.clock.now(),
        counts: part(counts),
        uses: part(uses),
      });
    }
  }

  /** One that fails keeps none of the others back. @returns an outage, if there was any */
  private async sendEach(
    batches: AsyncIterable<UsageBatch>,
    signal: AbortSignal,
  ): Promise<DependencyError | undefined> {
    let outage: DependencyError | undefined;
    for await (const batch of batches) {
      if (signal.aborted) break;
      outage = (await this.sendOne(batch, signal)) ?? outage;
    }
    return outage;
  }

  /** All that are to be stored, with pauses between them until the process is about to end. */
  private async *spread(): AsyncGenerator<UsageBatch> {
    const pause = Math.min(LONGEST_PAUSE, SPREAD / this.unsent.size);
    for (const [nth, batch] of [...this.unsent].entries()) {
      if (nth > 0) await this.rest(pause);
      yield batch;
    }
  }

  private async rest(pause: Millis): Promise<void> {
    if (this.isEnding) return;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, pause);
    });
  }

  private async sendOne(batch: UsageBatch, signal: AbortSignal): Promise<DependencyError | undefined> {
    try {
      await this.store.record(batch, signal);
    } catch (error) {
      if (error instanceof DependencyError) return error;
      // No outage, so it would never go through: it is given up, and told.
      this.logger.error({ ...errorFields(error), lost: batch.counts });
    }
    this.unsent.delete(batch);
    return undefined;
  }
}

const NOTHING: Record<Counter, number> = { tokensServed: 0, cognitoCalls: 0, refused: 0 };
