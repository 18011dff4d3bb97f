import { setTimeout as sleep } from 'node:timers/promises';
import { TokenUnavailable } from './errors.js';
import { NotNow } from './not-now.js';

const ATTEMPTS = 5;
/** Milliseconds, as the next. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 30_000;

/** Tries again while it is said to help: with pauses that double, and never sooner than the endpoint asks for, whoever asks. */
export class Retries {
  private notBefore = -Infinity;
  private last: NotNow | undefined;

  constructor(private readonly now: () => number) {}

  /**
   * @throws TokenUnavailable after five attempts, or while the endpoint asks for more patience than half a minute
   * @throws what else `attempt` throws
   * @throws an `AbortError` when `signal` aborts during a pause
   */
  async run<Result>(attempt: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    for (let made = 1; ; made += 1) {
      await this.pause(signal);
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof NotNow)) throw error;
        this.last = error;
        this.notBefore = this.now() + Math.max(pauseAfter(made), error.retryAfter ?? 0);
        if (made === ATTEMPTS) throw new TokenUnavailable(error);
      }
    }
  }

  private async pause(signal: AbortSignal): Promise<void> {
    const pause = this.notBefore - this.now();
    if (pause > LONGEST_PAUSE) throw new TokenUnavailable(this.last);
    if (pause > 0) await sleep(pause, undefined, { signal });
  }
}

/** Half of it is chance, so that a fleet does not come back in step. */
function pauseAfter(made: number): number {
  const longest = FIRST_PAUSE * 2 ** (made - 1);
  return (longest / 2) * (1 + Math.random());
}
