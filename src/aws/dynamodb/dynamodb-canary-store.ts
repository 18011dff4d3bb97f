import type { Canary, CanarySignIn } from '../../clients/canary/canary.js';
import { CanaryStore } from '../../clients/ports/canary-store.js';
import type { Millis } from '../../common/clock.js';
import { equals, exists, missing } from './conditions.js';
import { done } from './dynamodb-errors.js';
import { canaryKey, workKey } from './keys.js';
import { type Stored, fromStored } from './stored.js';
import type { Table } from './table.js';

export class DynamodbCanaryStore extends CanaryStore {
  constructor(private readonly table: Table) {
    super();
  }

  async find(signal: AbortSignal): Promise<Canary | undefined> {
    const item = await this.table.get<Stored<Canary>>(canaryKey, signal);
    return item && fromStored<Canary>(item);
  }

  async create(canary: Canary, now: Millis, signal: AbortSignal): Promise<void> {
    const item = { ...canary, ...canaryKey, ...workKey(canaryKey.PK, now) };
    await done(this.table.put(item, [missing('PK')], signal));
  }

  async keep({ username }: Canary, signIn: CanarySignIn, signal: AbortSignal): Promise<void> {
    const change = { set: { signIn, ...workKey(canaryKey.PK, signIn.renewAt) } };
    await done(this.table.update(canaryKey, change, [equals('username', username)], signal));
  }

  async doubt(now: Millis, signal: AbortSignal): Promise<void> {
    const set = { ...workKey(canaryKey.PK, now) };
    await done(this.table.update(canaryKey, { set }, [exists('PK')], signal));
  }

  tableId(signal: AbortSignal): Promise<string> {
    return this.table.id(signal);
  }
}
