import type { EpochSeconds } from '../common/clock.js';
import type { Person } from './principal.js';

/** Tells the guard who a signed-in person is, at every request anew. */
export abstract class People {
  /**
   * Strongly consistent.
   * @param issuedAt when the token was issued that tells of the person
   * @returns undefined for someone who is not, or no longer, one of ours, and where a sign-out came after the token
   * @throws DependencyError
   */
  abstract find(userId: string, issuedAt: EpochSeconds, signal: AbortSignal): Promise<Person | undefined>;
}
