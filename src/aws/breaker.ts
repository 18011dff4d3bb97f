import {
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhenResult,
  isBrokenCircuitError,
} from 'cockatiel';
import { type Millis, SECOND } from '../common/clock.js';
import { whoWaits } from '../common/deadline.js';
import {
  type Dependency,
  DependencyError,
  DependencyThrottled,
  DependencyUnavailable,
} from '../common/errors/dependency-errors.js';
import { breakerState } from '../metrics/dependency-metrics.js';
import type { BreakerState } from '../system/cognito-load.js';

/** Outages in a row, with no answer in between, that open it. */
const OUTAGES = 5;
/** How long nothing is tried then. */
const OPEN: Millis = 3 * SECOND;

const STATES: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half_open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
};
const GAUGE: Readonly<Record<BreakerState, number>> = { closed: 0, half_open: 1, open: 2 };

/** What came of a call that brought no value. */
class Failure {
  constructor(
    readonly error: unknown,
    readonly isOutage: boolean,
  ) {}
}

/**
 * Holds calls back from a dependency that does not answer, so that who asks is told at once and not after a timeout.
 * Only outages count: any answer, be it a refusal or that there are too many calls, shows that it is there, and a call
 * whose caller has left, or that was never sent, shows nothing. After a while one call is let through, and decides.
 * Probes go past it: they are to tell how the dependency is, and are no trial of other calls.
 */
export class Breaker {
  private readonly policy = circuitBreaker(
    handleWhenResult((result) => result instanceof Failure && result.isOutage),
    { breaker: new ConsecutiveBreaker(OUTAGES), halfOpenAfter: OPEN },
  );

  /** @param meaning what an error of a call means to the domain */
  constructor(
    private readonly dependency: Dependency,
    private readonly meaning: (error: unknown) => Error,
  ) {
    this.show();
    this.policy.onStateChange(() => this.show());
  }

  /** Open until the trial has begun, however long nobody has called. */
  get state(): BreakerState {
    return STATES[this.policy.state];
  }

  /** Tells `listener` each time that it opens, with what callers are told. */
  onOpen(listener: (reason: DependencyUnavailable) => void): void {
    this.policy.onBreak(() => listener(this.refusal()));
  }

  /**
   * @param signal the caller's
   * @throws DependencyUnavailable at once while calls are held back; else what `call` throws
   */
  async run<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    if (whoWaits(signal) === 'probe') return call();
    if (this.state === 'half_open') throw this.refusal();
    const result = await this.policy
      .execute(() => this.judged(signal, call))
      .catch((error: unknown) => {
        throw isBrokenCircuitError(error) ? this.refusal() : error;
      });
    if (result instanceof Failure) throw result.error;
    return result.value;
  }

  /** A trial that shows nothing leaves it open. @throws what shows nothing, and so is not to be counted */
  private async judged<T>(signal: AbortSignal, call: () => Promise<T>): Promise<{ value: T } | Failure> {
    const isTrial = this.state !== 'closed';
    try {
      return { value: await call() };
    } catch (error) {
      const showsNothing = signal.aborted || error instanceof DependencyError;
      if (showsNothing && !isTrial) throw error;
      return new Failure(error, showsNothing || this.isOutage(error));
    }
  }

  private isOutage(error: unknown): boolean {
    const meaning = this.meaning(error);
    return meaning instanceof DependencyUnavailable && !(meaning instanceof DependencyThrottled);
  }

  private refusal(): DependencyUnavailable {
    return new DependencyUnavailable(this.dependency, 'held back, since it did not answer');
  }

  private show(): void {
    breakerState.set({ dependency: this.dependency }, GAUGE[this.state]);
  }
}
