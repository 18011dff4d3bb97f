import { LRUCache } from 'lru-cache';
import { type JsonAttribute, plainValues } from './attribute-values.js';
import { type Item, keyed, type KeyedItem } from './stored.js';

/** An item as DynamoDB's JSON has it. */
export type Attributes = Readonly<Record<string, JsonAttribute>>;

/** An answer in whose JSON numbers stand where known items stood: their places in `items`. */
export interface Cut {
  readonly json: string;
  readonly items: readonly KeyedItem[];
}

interface KnownItem {
  readonly json: string;
  readonly partitionAt: number;
  readonly item: KeyedItem;
}

/** Stands before the name of an item's partition. */
const PARTITION = '"PK":{"S":"';

/**
 * Items that were read before, by the bytes they came in: one that comes in the same bytes is the same, and need not be
 * parsed again, which takes six times as long as to find that out (docs/performance.md). Nothing is guessed: an item in
 * which anything has changed is parsed. Of each partition it knows one item, the one it has learned last.
 */
export class KnownItems {
  private readonly known: LRUCache<string, KnownItem>;

  /** @param max how many it remembers */
  constructor(max: number) {
    this.known = new LRUCache({ max });
  }

  /**
   * Takes the known items out of an answer. In JSON no string has a quote in it that is not escaped: what begins like an
   * object is one, and ends where the known one ends.
   */
  cut(answer: string): Cut {
    const items: KeyedItem[] = [];
    let json = '';
    let end = 0;
    for (let at = answer.indexOf(PARTITION); at >= 0; at = answer.indexOf(PARTITION, at + 1)) {
      const known = this.known.get(partitionIn(answer, at));
      if (known === undefined) continue;
      const begin = at - known.partitionAt;
      // Behind a colon it would be a part of another item.
      if (begin < end || answer[begin - 1] === ':') continue;
      if (answer.slice(begin, begin + known.json.length) !== known.json) continue;
      json += answer.slice(end, begin) + String(items.push(known.item) - 1);
      end = begin + known.json.length;
    }
    return { json: json + answer.slice(end), items };
  }

  /** The item of `attributes`, which is known from now on. */
  learn(attributes: Attributes): KeyedItem {
    const json = JSON.stringify(attributes);
    const partitionAt = json.indexOf(PARTITION);
    const item = keyed(plainValues(attributes) as Item);
    this.known.set(partitionIn(json, partitionAt), { json, partitionAt, item });
    return item;
  }
}

function partitionIn(json: string, at: number): string {
  const begin = at + PARTITION.length;
  return json.slice(begin, json.indexOf('"', begin));
}
