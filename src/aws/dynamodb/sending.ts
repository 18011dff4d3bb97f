import { setTimeout } from 'node:timers/promises';
import type { Millis } from '../../common/clock.js';
import { DependencyUnavailable } from '../../common/errors/dependency-errors.js';
import { labelOf } from '../error-label.js';
import { isConflict, translated } from './dynamodb-errors.js';

const FIRST_PAUSE: Millis = 20;
const LONGEST_PAUSE: Millis = 320;

/**
 * Sends a request, in the domain's errors. One that only met another transaction under way is sent again, with full
 * jitter, until `signal` aborts.
 * @throws ConditionFailed, DependencyError
 */
export async function sending<T>(
  operation: string,
  signal: AbortSignal,
  send: (options: { abortSignal: AbortSignal }) => Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await send({ abortSignal: signal });
    } catch (error) {
      if (!isConflict(error)) throw translated(error, operation);
    }
    await pause(attempt, operation, signal);
  }
}

/** Waits before another attempt. @throws DependencyUnavailable when `signal` aborts */
export async function pause(attempt: number, operation: string, signal: AbortSignal): Promise<void> {
  const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** attempt);
  try {
    await setTimeout(Math.random() * longest, undefined, { signal });
  } catch (cause) {
    throw new DependencyUnavailable('table', operation, { cause: labelOf(cause) });
  }
}
