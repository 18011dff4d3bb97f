import type { ClientItem } from './client-item.js';
import { equals } from './conditions.js';
import { done } from './dynamodb-errors.js';
import { type Key, clientKey } from './keys.js';
import type { Table } from './table.js';

const CHUNK = 25;

/** Removes every item of a deleted client, its own last: while that is there, the purge can be taken up again. */
export async function purgeClient(table: Table, clientId: string, signal: AbortSignal): Promise<void> {
  const key = clientKey(clientId);
  const client = await table.get<ClientItem>(key, signal);
  if (client?.status !== 'deleted') return;
  for (;;) {
    const { items, last } = await table.query<Key>({ where: [equals('PK', key.PK)], limit: CHUNK }, signal);
    const others = items.filter(({ SK }) => SK !== key.SK);
    for (const { PK, SK } of others) await table.remove({ PK, SK }, [], signal);
    if (last === undefined) break;
  }
  await done(table.remove(key, [equals('status', 'deleted')], signal));
}
