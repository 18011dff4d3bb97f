import { type Millis, SECOND } from '../../common/clock.js';

/** Seconds. Our own consumer package waits no longer for one answer. */
const LONGEST = 30;

/**
 * When those who are turned away come back: spread over the time that it takes to serve them all. Were all told the same,
 * they would come back together, and be turned away again, at a cost, for as long as it lasts.
 */
export class ComeBack {
  /** Over how many seconds they are spread now. */
  private within = 1;
  private turnedAway = 0;
  private since: Millis;

  constructor(now: Millis) {
    this.since = now;
  }

  /**
   * One more is turned away.
   * @param rate calls a second that are let go
   * @returns seconds to come back after
   */
  after(now: Millis, rate: number): number {
    if (now - this.since >= SECOND) this.look(now, rate);
    this.turnedAway++;
    return Math.ceil(Math.random() * this.within);
  }

  /** Each of those outside comes once in the time that it was told, so they are as many times more than came of late. */
  private look(now: Millis, rate: number): void {
    const outside = (this.turnedAway / ((now - this.since) / SECOND)) * ((this.within + 1) / 2);
    this.within = outside > rate ? Math.min(LONGEST, outside / rate) : 1;
    this.turnedAway = 0;
    this.since = now;
  }
}
