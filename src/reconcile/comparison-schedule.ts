import type { Millis } from '../common/clock.js';

/** When the pools are compared next, in the whole fleet. Both may throw {@link DependencyError}. */
export abstract class ComparisonSchedule {
  /** Sets the first time; a time that is set already stays. */
  abstract begin(dueAt: Millis, signal: AbortSignal): Promise<void>;

  /** Moves the time from `now` or before to `dueAt`. @returns false: it was moved by another already */
  abstract move(now: Millis, dueAt: Millis, signal: AbortSignal): Promise<boolean>;
}
