import { type Clock, SECOND, toEpochSeconds } from '../../common/clock.js';
import { Problem } from '../../common/errors/problem.js';
import type { LimitsConfig } from '../../config/config.js';
import { SharedLimits, type SharedLimitName } from '../../limits/shared-limits.js';
import { limitPartition } from './keys.js';
import type { Table } from './table.js';

/** One counter for each key and window, which goes when the window is over. */
export class DynamodbSharedLimits extends SharedLimits {
  /** @param limits undefined: nothing is limited */
  constructor(
    private readonly table: Table,
    private readonly clock: Clock,
    private readonly limits: LimitsConfig['shared'] | undefined,
  ) {
    super();
  }

  async take(name: SharedLimitName, key: string, signal: AbortSignal): Promise<void> {
    if (this.limits === undefined) return;
    const { max, window } = this.limits[name];
    const now = this.clock.now();
    const end = now - (now % window) + window;
    const counter = { PK: limitPartition(name, key), SK: String(end - window) };
    const change = { set: { ttl: toEpochSeconds(end) }, add: { attempts: 1 } };
    const { attempts } = await this.table.update<{ attempts: number }>(counter, change, [], signal);
    if (attempts > max)
      throw new Problem('too_many_requests', { retryAfter: Math.ceil((end - now) / SECOND) });
  }
}
