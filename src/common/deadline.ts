import type { Millis } from './clock.js';
import { Deadlines } from './deadlines.js';

/** Who waits for what a signal ends: somebody outside, nobody (the broker's own work), or a look at a dependency. */
export type Waiting = 'caller' | 'background' | 'probe';

const marked = new WeakMap<AbortSignal, Waiting>();

/**
 * A deadline that tells those who queue and those who hold calls back who waits for this one.
 * @param stop ends it before its time
 */
export function deadlineFor(
  waiting: Exclude<Waiting, 'caller'>,
  time: Millis,
  stop?: AbortSignal,
): AbortSignal {
  const timeout = new Deadlines(time).next();
  const signal = stop ? AbortSignal.any([timeout, stop]) : timeout;
  marked.set(signal, waiting);
  return signal;
}

/** A signal that says nothing is a caller's. */
export function whoWaits(signal: AbortSignal): Waiting {
  return marked.get(signal) ?? 'caller';
}
