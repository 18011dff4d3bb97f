import type { Millis, Stopwatch } from '../../common/clock.js';
import { DependencyThrottled } from '../../common/errors/dependency-errors.js';
import { waitFor } from '../../common/wait-for.js';
import { cognitoQueueLength } from '../../metrics/dependency-metrics.js';
import { ComeBack } from './come-back.js';
import { RateWindow } from './rate-window.js';

/** Those before go first, always: what a person waits for, what a partner's backend waits for, what nobody does. */
const LANES = ['person', 'partner', 'background'] as const;
export type Lane = (typeof LANES)[number];

/** Whoever would have to wait longer for its turn had better be told at once. Seconds. */
const LONGEST_WAIT = 2;
/** So many may wait in a lane however low the rate. */
const FEW = 16;
/** The rate may rise meanwhile. */
const LOOK_AGAIN: Millis = 100;

interface Waiter {
  go(): void;
  fail(reason: Error): void;
}

/** The calls of one quota category, each let go when its rate allows. */
export class CallQueue {
  private readonly lanes = new Map(LANES.map((lane) => [lane, new Set<Waiter>()]));
  private readonly window: RateWindow;
  private readonly comeBack: ComeBack;
  private timer: NodeJS.Timeout | undefined;
  private admitted = 0;

  /**
   * @param category for metrics and the log
   * @param highest the highest rate there will be
   * @param rate calls a second, now
   */
  constructor(
    private readonly category: string,
    highest: number,
    private readonly rate: () => number,
    private readonly stopwatch: Stopwatch,
  ) {
    this.window = new RateWindow(highest);
    this.comeBack = new ComeBack(stopwatch.now());
  }

  /**
   * Resolves when a call may go; it counts from then on.
   * @throws DependencyThrottled at once when too many wait, with when to come back; or when `signal` aborts first
   */
  async enter(lane: Lane, signal: AbortSignal): Promise<void> {
    if (this.timer === undefined && this.isOpen()) return this.window.count(this.stopwatch.now());
    const waiting = this.lanes.get(lane)!;
    if (waiting.size >= this.inTime()) throw this.turnedAway();
    await this.wait(waiting, signal);
  }

  /**
   * Does `work`, which is to end in a call, or nothing of it where too many such calls come before its own: work for a
   * call that is turned away is what an overload feeds on.
   * @throws DependencyThrottled at once, with when to come back; what `work` throws
   */
  async admit<T>(work: () => Promise<T>): Promise<T> {
    if (this.admitted >= this.inTime()) throw this.turnedAway();
    this.admitted++;
    try {
      return await work();
    } finally {
      this.admitted--;
    }
  }

  /** Sends away all that wait. */
  dismiss(reason: Error): void {
    for (const waiting of this.lanes.values()) for (const waiter of waiting) waiter.fail(reason);
  }

  private async wait(waiting: Set<Waiter>, signal: AbortSignal): Promise<void> {
    let waiter!: Waiter;
    const turn = new Promise<void>((go, fail) => (waiter = { go, fail }));
    waiting.add(waiter);
    cognitoQueueLength.inc({ category: this.category });
    this.schedule();
    try {
      await waitFor(turn, signal, () => this.throttled('no turn in time'));
    } finally {
      waiting.delete(waiter);
      cognitoQueueLength.dec({ category: this.category });
    }
  }

  private letGo(): void {
    this.timer = undefined;
    for (let next = this.next(); next !== undefined && this.isOpen(); next = this.next()) {
      next.waiting.delete(next.waiter);
      this.window.count(this.stopwatch.now());
      next.waiter.go();
    }
    if (this.next() !== undefined) this.schedule();
  }

  private next(): { waiter: Waiter; waiting: Set<Waiter> } | undefined {
    for (const waiting of this.lanes.values()) for (const waiter of waiting) return { waiter, waiting };
    return undefined;
  }

  private isOpen(): boolean {
    return this.stopwatch.now() >= this.window.opensAt(this.rate());
  }

  private schedule(): void {
    const pause = this.window.opensAt(this.rate()) - this.stopwatch.now();
    this.timer ??= setTimeout(() => this.letGo(), Math.min(LOOK_AGAIN, Math.max(1, pause)));
  }

  /** How many calls can wait and still have their turn in time. */
  private inTime(): number {
    return Math.max(FEW, this.rate() * LONGEST_WAIT);
  }

  private turnedAway(): DependencyThrottled {
    return this.throttled('too many wait', this.comeBack.after(this.stopwatch.now(), this.rate()));
  }

  private throttled(why: string, retryAfter?: number): DependencyThrottled {
    return new DependencyThrottled('pool', `${this.category}: ${why}`, { retryAfter });
  }
}
