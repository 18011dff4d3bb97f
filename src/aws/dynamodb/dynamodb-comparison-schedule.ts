import type { Millis } from '../../common/clock.js';
import { ComparisonSchedule } from '../../reconcile/comparison-schedule.js';
import { atMost, missing } from './conditions.js';
import { done } from './dynamodb-errors.js';
import { comparisonKey, workKey } from './keys.js';
import type { Table } from './table.js';

export class DynamodbComparisonSchedule extends ComparisonSchedule {
  constructor(private readonly table: Table) {
    super();
  }

  async begin(dueAt: Millis, signal: AbortSignal): Promise<void> {
    const item = { ...comparisonKey, ...workKey(comparisonKey.PK, dueAt) };
    await done(this.table.put(item, [missing('PK')], signal));
  }

  move(now: Millis, dueAt: Millis, signal: AbortSignal): Promise<boolean> {
    const set = { ...workKey(comparisonKey.PK, dueAt) };
    return done(this.table.update(comparisonKey, { set }, [atMost('GSI2SK', now)], signal));
  }
}
