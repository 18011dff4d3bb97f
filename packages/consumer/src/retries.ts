import { setTimeout as sleep } from 'node:timers/promises';
import { TokenUnavailable } from './errors.js';
import { NotNow } from './not-now.js';

const ATTEMPTS = 5;
/** Milliseconds, as the next. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 30_000;

/**
 * Tries again while it is said to help: with pauses that double, and never sooner than the endpoint asks for.
 * @throws TokenUnavailable after five attempts, or when the endpoint asks for more patience than half a minute
 * @throws what else `attempt` throws
 */
export async function withRetries<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let made = 1; ; made += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof NotNow)) throw error;
      const pause = Math.max(pauseAfter(made), error.retryAfter ?? 0);
      if (made === ATTEMPTS || pause > LONGEST_PAUSE) throw new TokenUnavailable(error);
      await sleep(pause);
    }
  }
}

/** Half of it is chance, so that a fleet does not come back in step. */
function pauseAfter(made: number): number {
  const longest = FIRST_PAUSE * 2 ** (made - 1);
  return (longest / 2) * (1 + Math.random());
}
