import type { EpochSeconds } from '../common/clock.js';
import type { CutOff } from './cut-off.js';

/** Reads what the stores of clients and tenants publish with their changes. */
export abstract class CutOffReader {
  /**
   * All cut-offs not yet past their `exp`, in the order in which they were published. Strongly consistent.
   * @throws DependencyError, also when `signal` aborts first
   */
  abstract live(now: EpochSeconds, signal: AbortSignal): Promise<CutOff[]>;
}
