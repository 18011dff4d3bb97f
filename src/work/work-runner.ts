import { randomUUID } from 'node:crypto';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Clock, type Millis, MINUTE, SECOND } from '../common/clock.js';
import { deadlineFor } from '../common/deadline.js';
import { DependencyMisconfigured } from '../common/errors/dependency-errors.js';
import { errorFields } from '../common/logging/json-logger.js';
import { type Caller, systemCaller } from '../guard/caller.js';
import { workDone, workOldest, workPending } from './work-metrics.js';
import { LONGEST_PUT_OFF, type Lease, LeaseLost, type WorkItem, WorkQueue } from './work-queue.js';

/** Does what is pending on one kind of item, as far as it can; safe to repeat. Throws: it is put off. */
export abstract class WorkHandler<Kind extends WorkItem['kind'] = WorkItem['kind']> {
  abstract readonly kind: Kind;
  /** @param caller the broker itself, with the time that a step has */
  abstract run(item: Extract<WorkItem, { kind: Kind }>, caller: Caller): Promise<void>;
}

const ROUND = 5 * SECOND;
/** Where a round has not come to the end of what is due: time for the index to follow. */
const BETWEEN_BATCHES = 500;
const LEASE = 30 * SECOND;
/** How long what failed waits for its next try, at least. */
const PUT_OFF = LONGEST_PUT_OFF / 2;
/** Steps under way at shutdown are waited for. */
const STEP_DEADLINE = 10 * SECOND;
const AT_ONCE = 8;
/** Anybody may cause these, by registering. */
const SOON_AT_ONCE = 32;
const BATCH = 64;
/** As far as the backlog is counted. */
const COUNTED = 1_000;

/**
 * Finishes pending work: at once after the answer where the request left some, and in a loop of which one runs in the
 * fleet, held by a lease. Two that meet all the same do no harm: every step is safe to repeat.
 */
@Injectable()
export class WorkRunner implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly logger = new Logger('Work');
  private readonly holder = randomUUID();
  private readonly handlers = new Map<WorkItem['kind'], WorkHandler>();
  private readonly running = new Set<Promise<unknown>>();
  private timer: NodeJS.Timeout | undefined;
  private lease: Lease | undefined;
  private toldAt: Millis = -Infinity;
  private stopped = false;

  constructor(
    private readonly queue: WorkQueue,
    private readonly clock: Clock,
  ) {}

  /** Each kind of item has one handler. */
  register(handler: WorkHandler): void {
    this.handlers.set(handler.kind, handler);
  }

  onApplicationBootstrap(): void {
    this.schedule();
  }

  /** Before what the steps stand on is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.idle();
    if (this.lease)
      await this.queue.releaseLease(this.lease, AbortSignal.timeout(SECOND)).catch(() => undefined);
  }

  /** Behind the last answers, too: the server is closed by now. */
  onApplicationShutdown(): Promise<void> {
    return this.idle();
  }

  /** Resolves once all that is under way now has ended. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.running);
  }

  /** Tries an item right away, behind the answer; what fails, and what is too much, is left to the loop. */
  soon(item: WorkItem): void {
    if (this.stopped || this.running.size >= SOON_AT_ONCE) return;
    this.track(this.attempt(item, AbortSignal.timeout(STEP_DEADLINE)));
  }

  /** Does something behind the answer that is not kept as pending work; a shutdown waits for it. Failing, it is logged. */
  behind(step: (caller: Caller) => Promise<void>): void {
    const caller = systemCaller(`work-${randomUUID()}`, AbortSignal.timeout(STEP_DEADLINE));
    this.track(step(caller).catch((error: unknown) => this.logger.warn(errorFields(error))));
  }

  /**
   * Tries all that is pending, and what becomes due meanwhile, once each, whoever holds the lease, for a person who asks
   * for it. What fails stays as it was.
   * @param told is called after each item
   */
  async sweep(told: (item: WorkItem, isDone: boolean) => void, signal: AbortSignal): Promise<void> {
    const tried = new Set<string>();
    for (let before = -1; before < tried.size;) {
      before = tried.size;
      for await (const item of this.queue.pending(this.clock.now(), signal)) {
        const name = JSON.stringify(item);
        if (tried.has(name)) continue;
        tried.add(name);
        told(item, await this.attempt(item, deadlineFor('background', STEP_DEADLINE)));
      }
    }
  }

  /** One round: what is due now, if this replica holds the lease. @returns whether more may be due */
  async round(): Promise<boolean> {
    const now = this.clock.now();
    const signal = AbortSignal.timeout(STEP_DEADLINE);
    this.lease = await this.queue.acquireLease({ holder: this.holder, now, until: now + LEASE }, signal);
    await this.measure(now, signal);
    if (this.lease === undefined) return false;
    const items = await this.queue.due(now, BATCH, signal);
    const next = items.values();
    const draining = Array.from({ length: AT_ONCE }, () => this.drain(next, this.lease!));
    const failed = (await Promise.allSettled(draining)).find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
    return items.length === BATCH;
  }

  /** One replica tells of the backlog: the one that works it off. */
  private async measure(now: Millis, signal: AbortSignal): Promise<void> {
    workPending.reset();
    workOldest.reset();
    if (this.lease === undefined) return;
    const { count, oldestAt = now } = await this.queue.backlog(now, COUNTED, signal);
    workPending.set(count);
    workOldest.set((now - oldestAt) / SECOND);
    if (count > 0) this.tell(count, now - oldestAt, now);
  }

  /** Once a minute, for alarms that count lines of the log. */
  private tell(pending: number, age: Millis, now: Millis): void {
    if (now - this.toldAt < MINUTE) return;
    this.toldAt = now;
    this.logger.log({ message: 'pending work', pending, oldestSeconds: age / SECOND });
  }

  private async drain(items: Iterator<WorkItem>, lease: Lease): Promise<void> {
    for (let item = items.next(); !item.done; item = items.next()) {
      if (this.stopped || this.clock.now() >= lease.until) return;
      const signal = deadlineFor('background', STEP_DEADLINE);
      if (!(await this.attempt(item.value, signal))) await this.putOff(item.value, lease);
    }
  }

  private async attempt(item: WorkItem, signal: AbortSignal): Promise<boolean> {
    try {
      const caller = systemCaller(`work-${randomUUID()}`, signal);
      await this.handlerOf(item).run(item, caller);
      workDone.inc({ kind: item.kind, outcome: 'done' });
      return true;
    } catch (error) {
      workDone.inc({ kind: item.kind, outcome: 'failed' });
      this.report(error, item);
      return false;
    }
  }

  private handlerOf({ kind }: WorkItem): WorkHandler {
    const handler = this.handlers.get(kind);
    if (handler === undefined) throw new Error(`nothing handles a ${kind}`);
    return handler;
  }

  /** It will be tried again all the same; what a person has to mend first is an error. */
  private report(error: unknown, item: WorkItem): void {
    const line = { ...errorFields(error), item };
    if (error instanceof DependencyMisconfigured) this.logger.error(line);
    else this.logger.warn(line);
  }

  private async putOff(item: WorkItem, lease: Lease): Promise<void> {
    const wait = PUT_OFF + Math.random() * (LONGEST_PUT_OFF - PUT_OFF);
    await this.queue.putOff(item, this.clock.now() + wait, lease, AbortSignal.timeout(SECOND));
  }

  private schedule(pause = ROUND + Math.random() * SECOND): void {
    this.timer = setTimeout(() => this.track(this.loop()), pause);
  }

  private async loop(): Promise<void> {
    let isMoreDue = false;
    try {
      isMoreDue = await this.round();
    } catch (error) {
      if (!(error instanceof LeaseLost))
        this.logger.warn({ ...errorFields(error), message: 'a round was cut short' });
    }
    if (!this.stopped) this.schedule(isMoreDue ? BETWEEN_BATCHES : undefined);
  }

  private track(work: Promise<unknown>): void {
    this.running.add(work);
    void work.finally(() => this.running.delete(work));
  }
}
