import { MINUTE, type Millis, SECOND, toEpochSeconds } from '../../common/clock.js';

const KEPT = MINUTE / SECOND;

/** Counts what happens by the second, for a minute. */
export class BusiestSecond {
  private readonly counts = new Map<number, number>();

  count(now: Millis): void {
    const second = toEpochSeconds(now);
    this.counts.set(second, (this.counts.get(second) ?? 0) + 1);
    if (this.counts.size > KEPT) this.forget(second);
  }

  /** The most that happened in one second of the last minute. */
  most(now: Millis): number {
    this.forget(toEpochSeconds(now));
    return Math.max(0, ...this.counts.values());
  }

  private forget(now: number): void {
    for (const second of this.counts.keys()) if (second <= now - KEPT) this.counts.delete(second);
  }
}
