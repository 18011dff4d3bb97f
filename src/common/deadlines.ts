import { setMaxListeners } from 'node:events';
import type { Millis } from './clock.js';

/** How much too early a deadline may be: 50 ms, of a short time a part. */
const GRAIN: Millis = 50;
const PART = 1 / 5;

/**
 * Signals that abort when the time of something is up. What begins together shares one: a timer for each costs more
 * than all that it guards, and every one would run out, since an answer does not stop it. What has come by then counts, also
 * where the process was too busy to look: the event loop runs timers before it reads, so a signal lets one reading pass.
 */
export class Deadlines {
  private readonly grain: Millis;
  private latest: { readonly since: Millis; readonly signal: AbortSignal } | undefined;

  /** @param time that each may take */
  constructor(private readonly time: Millis) {
    this.grain = Math.min(GRAIN, time * PART);
  }

  /** Aborts once the time is up, from now on. */
  next(): AbortSignal {
    const now = performance.now();
    if (this.latest === undefined || now - this.latest.since > this.grain)
      this.latest = { since: now, signal: this.begin() };
    return this.latest.signal;
  }

  private begin(): AbortSignal {
    const controller = new AbortController();
    setMaxListeners(0, controller.signal);
    setTimeout(() => setImmediate(() => controller.abort(timeIsUp())), this.time).unref();
    return controller.signal;
  }
}

/** As of `AbortSignal.timeout`. */
function timeIsUp(): DOMException {
  return new DOMException('The operation was aborted due to timeout', 'TimeoutError');
}
