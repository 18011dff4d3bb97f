import type { EpochSeconds } from '../../common/clock.js';
import { type Key, keyText, type ListKey, type WorkKey } from './keys.js';

interface Bookkeeping extends Key, Partial<ListKey>, Partial<WorkKey> {
  /** When DynamoDB may delete the item. */
  readonly ttl?: EpochSeconds;
}

/** An item: a value of the domain, attribute by attribute, and the keys it is found by. */
export type Stored<T> = T & Bookkeeping;

export type Item = Stored<Readonly<Record<string, unknown>>>;

/** An item, by the text of its key. */
export type KeyedItem = readonly [key: string, item: Item];

export const keyed = (item: Item): KeyedItem => [keyText(item), item];

const BOOKKEEPING = new Set(['PK', 'SK', 'GSI1PK', 'GSI1SK', 'GSI2PK', 'GSI2SK', 'dueSince', 'ttl']);

/** The value of the domain that `item` holds. */
export function fromStored<T extends object>(item: Stored<T>): T {
  const attributes = item as Readonly<Record<string, unknown>>;
  const value: Record<string, unknown> = {};
  for (const name in attributes) if (!BOOKKEEPING.has(name)) value[name] = attributes[name];
  return value as T;
}
