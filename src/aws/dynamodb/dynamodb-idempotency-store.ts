import { toEpochSeconds } from '../../common/clock.js';
import {
  type IdempotencyId,
  type IdempotencyRecord,
  IdempotencyStore,
} from '../../idempotency/idempotency-store.js';
import { anyOf, equals, missing } from './conditions.js';
import { done } from './dynamodb-errors.js';
import { idempotencyKey } from './keys.js';
import { fromStored, type Stored } from './stored.js';
import type { Table } from './table.js';

export class DynamodbIdempotencyStore extends IdempotencyStore {
  constructor(private readonly table: Table) {
    super();
  }

  async find({ principal, request }: IdempotencyId, signal: AbortSignal) {
    const key = idempotencyKey(principal, request);
    const item = await this.table.get<Stored<IdempotencyRecord>>(key, signal);
    return item && fromStored<IdempotencyRecord>(item);
  }

  /** Sent again when its answer was lost, it meets its own revision. */
  async save(record: IdempotencyRecord, before: IdempotencyRecord | undefined, signal: AbortSignal) {
    const asRead = before ? equals('revision', before.revision) : missing('PK');
    const condition = anyOf(asRead, equals('revision', record.revision));
    const item = {
      ...record,
      ...idempotencyKey(record.principal, record.request),
      ttl: toEpochSeconds(record.expiresAt),
    };
    return done(this.table.put(item, [condition], signal));
  }

  async remove({ principal, request, revision }: IdempotencyRecord, signal: AbortSignal): Promise<void> {
    const key = idempotencyKey(principal, request);
    await done(this.table.remove(key, [equals('revision', revision)], signal));
  }
}
