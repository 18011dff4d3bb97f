import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock, SECOND } from '../common/clock.js';
import { DependencyMisconfigured } from '../common/errors/dependency-errors.js';
import { errorFields } from '../common/logging/json-logger.js';
import { type Caller, systemCaller } from '../guard/caller.js';
import { type Lease, LeaseLost, type WorkItem, WorkQueue } from './work-queue.js';

/** Does what is pending on one kind of item, as far as it can; safe to repeat. Throws: it is put off. */
export abstract class WorkHandler<Kind extends WorkItem['kind'] = WorkItem['kind']> {
  abstract readonly kind: Kind;
  abstract run(item: Extract<WorkItem, { kind: Kind }>, caller: Caller): Promise<void>;
}

const ROUND = 5 * SECOND;
const LEASE = 30 * SECOND;
const PUT_OFF = 30 * SECOND;
const STEP_DEADLINE = 20 * SECOND;
const AT_ONCE = 8;
const BATCH = 64;

/**
 * Finishes pending work: at once after the answer where the request left some, and in a loop of which one runs in the
 * fleet, held by a lease. Two that meet all the same do no harm: every step is safe to repeat.
 */
@Injectable()
export class WorkRunner implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Work');
  private readonly holder = randomUUID();
  private readonly handlers = new Map<WorkItem['kind'], WorkHandler>();
  private readonly running = new Set<Promise<unknown>>();
  private readonly stopped = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private lease: Lease | undefined;

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

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    this.stopped.abort();
    await Promise.allSettled(this.running);
    if (this.lease)
      await this.queue.releaseLease(this.lease, AbortSignal.timeout(SECOND)).catch(() => undefined);
  }

  /** Tries an item right away, behind the answer; what fails is left to the loop. */
  soon(item: WorkItem): void {
    this.track(this.attempt(item));
  }

  /** One round: what is due now, if this replica holds the lease. */
  async round(): Promise<void> {
    const now = this.clock.now();
    const signal = AbortSignal.any([this.stopped.signal, AbortSignal.timeout(LEASE)]);
    this.lease = await this.queue.acquireLease({ holder: this.holder, now, until: now + LEASE }, signal);
    if (this.lease === undefined) return;
    const items = await this.queue.due(now, BATCH, signal);
    const next = items.values();
    await Promise.all(Array.from({ length: AT_ONCE }, () => this.drain(next, this.lease!)));
  }

  private async drain(items: Iterator<WorkItem>, lease: Lease): Promise<void> {
    for (let item = items.next(); !item.done; item = items.next()) {
      if (this.stopped.signal.aborted || this.clock.now() >= lease.until) return;
      if (!(await this.attempt(item.value))) await this.putOff(item.value, lease);
    }
  }

  private async attempt(item: WorkItem): Promise<boolean> {
    try {
      const signal = AbortSignal.any([this.stopped.signal, AbortSignal.timeout(STEP_DEADLINE)]);
      await this.handlers.get(item.kind)?.run(item, systemCaller(`work-${randomUUID()}`, signal));
      return true;
    } catch (error) {
      this.report(error, item);
      return false;
    }
  }

  /** It will be tried again all the same; what a person has to mend first is an error. */
  private report(error: unknown, item: WorkItem): void {
    const line = { ...errorFields(error), item };
    if (error instanceof DependencyMisconfigured) this.logger.error(line);
    else this.logger.warn(line);
  }

  private async putOff(item: WorkItem, lease: Lease): Promise<void> {
    const jitter = Math.random() * PUT_OFF;
    await this.queue.putOff(item, this.clock.now() + PUT_OFF + jitter, lease, AbortSignal.timeout(SECOND));
  }

  private schedule(): void {
    this.timer = setTimeout(() => this.track(this.loop()), ROUND + Math.random() * SECOND);
  }

  private async loop(): Promise<void> {
    try {
      await this.round();
    } catch (error) {
      if (!(error instanceof LeaseLost) && !this.stopped.signal.aborted)
        this.logger.warn({ ...errorFields(error), message: 'a round was cut short' });
    }
    if (!this.stopped.signal.aborted) this.schedule();
  }

  private track(work: Promise<unknown>): void {
    this.running.add(work);
    void work.finally(() => this.running.delete(work));
  }
}
