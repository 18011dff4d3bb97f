import type { Millis } from '../../common/clock.js';
import type { Page } from '../../common/page.js';
import { type UsageBatch, type UsageQuery, UsageStore } from '../../usage/usage-store.js';
import type { LastUse, LastUses, UsageCount } from '../../usage/usage.js';
import { readItems } from './batch-get.js';
import { between, equals, startsWith } from './conditions.js';
import { failedWrites } from './dynamodb-errors.js';
import {
  USED_PREFIX,
  clientIdOf,
  clientPartition,
  clientUsedKey,
  credentialIdOf,
  usagePartition,
} from './keys.js';
import { queryPage } from './listing.js';
import { fromStored } from './stored.js';
import type { Table } from './table.js';
import { type UsageItem, type UsedItem, countWrite, recordedWrite, useWrites } from './usage-item.js';
import type { Write } from './writes.js';

const FIRST_DAY = '0';
const LAST_DAY = '9999-12-31';
/** Above every client id. */
const AFTER_CLIENTS = 'z';

/** The position of what remembers the batch in its transaction. */
const RECORDED = 0;

export class DynamodbUsageStore extends UsageStore {
  constructor(
    private readonly table: Table,
    private readonly retention: Millis,
  ) {
    super();
  }

  /** A use whose condition does not hold is old news, or its credential is gone: the rest goes without it. */
  async record(batch: UsageBatch, signal: AbortSignal): Promise<void> {
    let writes: readonly Write[] = [
      recordedWrite(batch),
      ...batch.counts.map((count) => countWrite(count, this.retention)),
      ...useWrites(batch.uses),
    ];
    for (;;) {
      const failed = await failedWrites(this.table.transact(writes, signal));
      if (failed.length === 0 || failed.includes(RECORDED)) return;
      writes = writes.filter((_, position) => !failed.includes(position));
    }
  }

  async list(query: UsageQuery, signal: AbortSignal): Promise<Page<UsageCount>> {
    const { tenantId, from = FIRST_DAY, to = LAST_DAY } = query;
    if (from > to) return { items: [] };
    const PK = usagePartition(tenantId);
    const where = [equals('PK', PK), between('SK', from, `${to}#${AFTER_CLIENTS}`)];
    const list = { name: [PK, from, to].join(' '), where, descending: true };
    const page = await queryPage<UsageItem>(this.table, list, query, signal);
    return { ...page, items: page.items.map((item) => fromStored<UsageCount>(item)) };
  }

  async lastUses(clientId: string, signal: AbortSignal): Promise<LastUses> {
    const where = [equals('PK', clientPartition(clientId)), startsWith('SK', USED_PREFIX)];
    const items = await this.table.queryAll<UsedItem>({ where }, signal);
    return new Map(items.flatMap((item) => toLastUse(item)));
  }

  async lastUsedAt(clientIds: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Millis>> {
    const items = await readItems(this.table, clientIds.map(clientUsedKey), signal);
    const used = [...items.values()] as unknown as UsedItem[];
    return new Map(
      used.flatMap((item) => (item.lastUsedAt === undefined ? [] : [[clientIdOf(item), item.lastUsedAt]])),
    );
  }
}

function toLastUse(item: UsedItem): [string, LastUse][] {
  const { lastUsedAt: at, lastUsedFrom: from } = item;
  return at === undefined ? [] : [[credentialIdOf(item), { at, ...(from !== undefined && { from }) }]];
}
