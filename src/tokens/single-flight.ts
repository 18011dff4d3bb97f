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
