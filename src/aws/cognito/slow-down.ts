import { type Millis, SECOND } from '../../common/clock.js';

/** From the slowest back to full speed. */
const RECOVERY: Millis = 30 * SECOND;
const SLOWEST = 1 / 16;

/** Halves the speed each time that Cognito says there is too much, and lets it grow again with time. */
export class SlowDown {
  private slowedTo = 1;
  private slowedAt: Millis = -Infinity;

  /** The part of the full speed that is left, 1/16 to 1. */
  factor(now: Millis): number {
    return Math.min(1, this.slowedTo + (now - this.slowedAt) / RECOVERY);
  }

  /** What is throttled within a second of the last time was on its way then: it counts once. */
  throttled(now: Millis): void {
    if (now - this.slowedAt < SECOND) return;
    this.slowedTo = Math.max(SLOWEST, this.factor(now) / 2);
    this.slowedAt = now;
  }
}
