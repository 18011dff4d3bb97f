import { type Millis, SECOND } from '../../common/clock.js';

/** A second is cut into so many parts, so that calls do not go in one burst that the network may push into the next. */
const PARTS = 10;

/**
 * Lets no more calls through in any second than its rate, nor more than a tenth of that in any tenth of one. Below one a
 * second they are so far apart. The rate may be another one each time.
 */
export class RateWindow {
  /** When the last calls went, the latest last. */
  private readonly gone: Millis[] = [];

  /** @param highest the highest rate that there will be, calls a second */
  constructor(private readonly highest: number) {}

  /** When the next call may go. @param rate calls a second; of a fraction, what is whole */
  opensAt(rate: number): Millis {
    if (rate <= 0) return Infinity;
    if (rate < 1) return this.last(1) + SECOND / rate;
    const whole = Math.floor(rate);
    return Math.max(this.last(whole) + SECOND, this.last(Math.ceil(whole / PARTS)) + SECOND / PARTS);
  }

  count(now: Millis): void {
    this.gone.push(now);
    if (this.gone.length > this.highest) this.gone.shift();
  }

  private last(nth: number): Millis {
    return this.gone.at(-nth) ?? -Infinity;
  }
}
