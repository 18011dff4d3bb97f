import type { Page, PageRequest } from '../../common/page.js';
import { readItems } from './batch-get.js';
import { fromCursor, toCursor } from './cursor.js';
import { type Key, keyText } from './keys.js';
import type { Table, TableQuery } from './table.js';

export interface List extends Pick<TableQuery, 'index' | 'where' | 'descending'> {
  /** All that tells this list from others: a cursor belongs to one. */
  readonly name: string;
}

/** One page of a list, as the index or the table holds it. @throws BadCursor, DependencyError */
export async function queryPage<T>(
  table: Table,
  { name, ...query }: List,
  { limit, cursor }: PageRequest,
  signal: AbortSignal,
): Promise<Page<T>> {
  const after = cursor === undefined ? undefined : fromCursor(name, cursor);
  const { items, last } = await table.query<T>({ ...query, limit, after }, signal);
  return { items, nextCursor: last && toCursor(name, last) };
}

/**
 * One page of a list of GSI1 with the items themselves, read afresh; one that is gone meanwhile is left out.
 * @param keyOf the item that an entry of the index stands for
 */
export async function listPage<T>(
  table: Table,
  list: List,
  request: PageRequest,
  signal: AbortSignal,
  keyOf: (entry: Key) => Key = ({ PK, SK }) => ({ PK, SK }),
): Promise<Page<T>> {
  const inIndex = { ...list, index: 'GSI1' } as const;
  const { items: entries, nextCursor } = await queryPage<Key>(table, inIndex, request, signal);
  const keys = entries.map(keyOf);
  const items = await readItems(table, keys, signal);
  return { items: keys.flatMap((key) => (items.get(keyText(key)) as T | undefined) ?? []), nextCursor };
}
