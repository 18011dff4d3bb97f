import type { Millis } from '../../common/clock.js';
import type { Canary, CanarySignIn } from '../canary/canary.js';

/** Where the canary is kept, one in the fleet. Every method may throw {@link DependencyError} and ends when `signal` aborts. */
export abstract class CanaryStore {
  /** Strongly consistent. */
  abstract find(signal: AbortSignal): Promise<Canary | undefined>;

  /** Stores a new one, due at `now` to be signed in. One that is there already stays. */
  abstract create(canary: Canary, now: Millis, signal: AbortSignal): Promise<void>;

  /** Stores a sign-in of `canary`; it is due again for its renewal. One that was replaced meanwhile stays as it is. */
  abstract keep(canary: Canary, signIn: CanarySignIn, signal: AbortSignal): Promise<void>;

  /** Makes it due at `now`, to be looked after: it did not work. */
  abstract doubt(now: Millis, signal: AbortSignal): Promise<void>;

  /** What AWS calls this table for as long as it exists; a restored one, of the same name too, has another id. */
  abstract tableId(signal: AbortSignal): Promise<string>;
}
