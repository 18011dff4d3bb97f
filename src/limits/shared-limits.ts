import type { LimitsConfig } from '../config/config.js';

/** What is limited, each by a variable of its own. */
export type SharedLimitName = keyof LimitsConfig['shared'];

/**
 * Counts what is tried, whatever comes of it, in fixed windows of time that the whole fleet shares. Of attempts made at
 * the same time no more get through than are allowed. Where limits are switched off, all do.
 */
export abstract class SharedLimits {
  /**
   * Counts one attempt.
   * @param key whose it is: an address, a hash; it is stored, so never a person's e-mail address in clear
   * @throws Problem `too_many_requests` when it is one too many, with the rest of the window; DependencyError
   */
  abstract take(name: SharedLimitName, key: string, signal: AbortSignal): Promise<void>;
}
