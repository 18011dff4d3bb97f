/** Milliseconds since the epoch: every time in the domain, unless its name or its comment says seconds. */
export type Millis = number;

/** Whole seconds since the epoch, as JWT claims count them (RFC 7519 §2, NumericDate). */
export type EpochSeconds = number;

/** Where the time comes from; injected, so that a test can move it. */
export abstract class Clock {
  /** Milliseconds since the epoch. */
  abstract now(): Millis;
}

export class SystemClock extends Clock {
  now(): Millis {
    return Date.now();
  }
}

/** Time that only passes, from no date on: for spans, which no correction of the date may stretch. */
export abstract class Stopwatch {
  /** Milliseconds. */
  abstract now(): Millis;
}

export class SystemStopwatch extends Stopwatch {
  now(): Millis {
    return performance.now();
  }
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The second that `at` lies in. */
export function toEpochSeconds(at: Millis): EpochSeconds {
  return Math.floor(at / SECOND);
}
