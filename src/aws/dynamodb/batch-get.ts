import { DependencyThrottled } from '../../common/errors/dependency-errors.js';
import { type Key, keyText } from './keys.js';
import type { View } from './projection.js';
import { pause } from './sending.js';
import type { Item } from './stored.js';
import type { Table } from './table.js';

/** What became of each key, by its text: the item, or why it could not be read; absent: there is no such item. */
export type BatchResult = ReadonlyMap<string, Item | Error>;

/**
 * Reads up to 100 different keys, strongly consistent. Those that DynamoDB did not come to are asked for again until
 * `signal` aborts; only they fail then.
 * @param view absent: whole items
 */
export async function batchGet(
  table: Table,
  keys: readonly Key[],
  view: View | undefined,
  signal: AbortSignal,
): Promise<BatchResult> {
  const results = new Map<string, Item | Error>();
  let rest = keys;
  for (let attempt = 0; rest.length > 0; attempt++) {
    try {
      if (attempt > 0) await pause(attempt, 'BatchGetItem', signal);
      const { items, unprocessed } = await table.getBatch(rest, view, signal);
      for (const [key, item] of items) results.set(key, item);
      rest = unprocessed;
    } catch (error) {
      const failure = attempt > 0 && signal.aborted ? throttled(error) : (error as Error);
      for (const key of rest) results.set(keyText(key), failure);
      return results;
    }
  }
  return results;
}

/** The items under `keys`, by the key's text. @throws DependencyError when one of them could not be read */
export async function readItems(
  table: Table,
  keys: readonly Key[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Item>> {
  const items = new Map<string, Item>();
  for (const [key, item] of await batchGet(table, keys, undefined, signal)) {
    if (item instanceof Error) throw item;
    items.set(key, item);
  }
  return items;
}

function throttled(cause: unknown): DependencyThrottled {
  return new DependencyThrottled('table', 'BatchGetItem', { cause });
}
