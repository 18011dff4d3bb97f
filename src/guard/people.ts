import type { Person } from './principal.js';

/** Tells the guard who a signed-in person is, at every request anew. */
export abstract class People {
  /**
   * Strongly consistent.
   * @returns undefined for someone who is not, or no longer, one of ours
   * @throws DependencyError
   */
  abstract find(userId: string, signal: AbortSignal): Promise<Person | undefined>;
}
