import { DependencyUnavailable } from '../common/errors/dependency-errors.js';

/** Runs one piece of work per key at a time; those who ask meanwhile get the same result. */
export class SingleFlight<T> {
  private readonly flights = new Map<string, Promise<T>>();

  /** The work has a deadline of its own: no caller's leaving ends it. */
  run(key: string, work: () => Promise<T>): Promise<T> {
    const flying = this.flights.get(key);
    if (flying !== undefined) return flying;
    const flight = work().finally(() => this.flights.delete(key));
    this.flights.set(key, flight);
    return flight;
  }
}

/**
 * Waits for shared work no longer than `signal` allows; the work goes on.
 * @throws DependencyUnavailable when `signal` aborts first
 */
export function waitFor<T>(shared: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(new DependencyUnavailable('pool', 'the deadline passed'));
    if (signal.aborted) return leave();
    signal.addEventListener('abort', leave, { once: true });
    shared.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
