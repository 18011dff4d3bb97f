import DataLoader from 'dataloader';
import type { Millis } from '../../common/clock.js';
import { Deadlines } from '../../common/deadlines.js';
import { DependencyUnavailable } from '../../common/errors/dependency-errors.js';
import { batchKeys } from '../../metrics/token-metrics.js';
import { batchGet } from './batch-get.js';
import { type Key, keyText } from './keys.js';
import type { Item } from './stored.js';
import type { Table } from './table.js';

/** What BatchGetItem takes. */
const MAX_KEYS = 100;
/** Few, so that those who wait share the next one; more while full ones wait. */
const IN_FLIGHT = 2;
const MAX_IN_FLIGHT = 4;
/** More would not be read before those who ask have gone. */
const MAX_WAITING = 16;
/** Between the two tries of a read. */
const PAUSE: Millis = 100;

/**
 * Strongly consistent reads that share requests: one call of the SDK costs more than the keys in it. A read never joins
 * a request that was sent before it was asked for.
 */
export class BatchReader {
  private readonly loader: DataLoader<Key, Item | undefined, string>;
  private readonly waiting: (() => void)[] = [];
  /** A batch has a deadline of its own: no caller's abort ends what others wait for. */
  private readonly deadlines: Deadlines;
  private inFlight = 0;

  /** @param tryTimeout how long one try may take; a batch has time for two */
  constructor(
    private readonly table: Table,
    tryTimeout: Millis,
  ) {
    this.deadlines = new Deadlines(2 * tryTimeout + PAUSE);
    this.loader = new DataLoader((keys) => this.readBatch(keys), {
      cacheKeyFn: keyText,
      cacheMap: new Asked(),
      maxBatchSize: MAX_KEYS,
      batchScheduleFn: (dispatch) => this.schedule(dispatch),
    });
  }

  /** @throws DependencyError; at once when too many wait already */
  async read(key: Key): Promise<Item | undefined> {
    if (this.waiting.length > MAX_WAITING) throw new DependencyUnavailable('table', 'too many reads wait');
    return this.loader.load(key);
  }

  /** After the I/O of this turn of the event loop, so that what it brings shares a batch. */
  private schedule(dispatch: () => void): void {
    this.waiting.push(dispatch);
    setImmediate(() => this.dispatch());
  }

  private dispatch(): void {
    // One that waits behind another is full.
    while (this.inFlight < (this.waiting.length > 1 ? MAX_IN_FLIGHT : IN_FLIGHT)) {
      const next = this.waiting.shift();
      if (next === undefined) return;
      next();
    }
  }

  private async readBatch(keys: readonly Key[]): Promise<(Item | Error | undefined)[]> {
    // Nothing may join this batch any more: it is being sent, and what is asked for from now on must be read later.
    this.loader.clearAll();
    this.inFlight++;
    try {
      // Clearing forgets the keys of batches that wait to be sent as well, so they may hold a key twice.
      const different = new Map(keys.map((key) => [keyText(key), key]));
      batchKeys.observe(different.size);
      const results = await batchGet(this.table, [...different.values()], this.deadlines.next());
      return keys.map((key) => results.get(keyText(key)));
    } finally {
      this.inFlight--;
      this.dispatch();
    }
  }
}

/**
 * Who has been asked for since the last batch was sent. Cleared, it is another `Map`: V8 links the table of a cleared one
 * to the next, and so what was read once keeps alive all that is read after it, until the whole heap is collected.
 */
class Asked {
  private map = new Map<string, Promise<Item | undefined>>();

  get(key: string): Promise<Item | undefined> | undefined {
    return this.map.get(key);
  }

  set(key: string, read: Promise<Item | undefined>): void {
    this.map.set(key, read);
  }

  delete(key: string): void {
    this.map.delete(key);
  }

  clear(): void {
    this.map = new Map();
  }
}
