import { AsyncResource } from 'node:async_hooks';
import type { Millis } from '../../common/clock.js';
import { Deadlines } from '../../common/deadlines.js';
import { DependencyUnavailable } from '../../common/errors/dependency-errors.js';
import { waitFor } from '../../common/wait-for.js';
import { batchKeys } from '../../metrics/token-metrics.js';
import { type BatchResult, batchGet } from './batch-get.js';
import { type Key, keyText } from './keys.js';
import type { View } from './projection.js';
import type { Item } from './stored.js';
import type { Table } from './table.js';

/** What BatchGetItem takes. */
const MAX_KEYS = 100;
/** Few, so that those who wait share the next one; more while full ones wait. */
const IN_FLIGHT = 3;
const MAX_IN_FLIGHT = 4;
/**
 * With so many keys a batch does not wait for the end of the turn while little is under way: callers who were answered
 * together ask again together, and would all wait for the same answer, with nothing to do meanwhile.
 */
const ENOUGH_KEYS = 20;
const LITTLE_IN_FLIGHT = 2;
/** More would not be read before those who ask have gone. */
const MAX_WAITING = 16;
/** Between the two tries of a read. */
const PAUSE: Millis = 100;

/** Different keys that are read in one request, by their text; sent as a part of the trace of who has begun it. */
class Batch extends AsyncResource {
  private readonly keys = new Map<string, Key>();
  private take!: (result: Promise<BatchResult>) => void;
  private readonly result = new Promise<BatchResult>((resolve) => (this.take = resolve));
  private readonly waits = new Map<AbortSignal, Promise<BatchResult>>();

  constructor() {
    super('Batch');
  }

  get size(): number {
    return this.keys.size;
  }

  add(text: string, key: Key): void {
    this.keys.set(text, key);
  }

  // No closure of its own for each batch, nor AsyncResource.bind: V8 has kept all batches for long that had one.
  send(read: (keys: readonly Key[]) => Promise<BatchResult>): void {
    this.take(this.runInAsyncScope(read, undefined, [...this.keys.values()]));
  }

  /** Its result, no later than `signal` allows. Those who share a deadline share the wait. */
  until(signal: AbortSignal): Promise<BatchResult> {
    const wait = this.waits.get(signal) ?? waitFor(this.result, signal, tooLate);
    this.waits.set(signal, wait);
    return wait;
  }
}

/**
 * Strongly consistent reads that share requests: one request costs more than the keys in it. A read never joins a request
 * that was sent before it was asked for.
 */
export class BatchReader {
  /** To be sent, the first one next. Keys join the last one. */
  private readonly waiting: Batch[] = [];
  /** A batch has a deadline of its own: no caller's abort ends what others wait for. */
  private readonly deadlines: Deadlines;
  private inFlight = 0;

  /**
   * @param tryTimeout how long one try may take; a batch has time for two
   * @param view absent: whole items
   */
  constructor(
    private readonly table: Table,
    tryTimeout: Millis,
    private readonly view?: View,
  ) {
    this.deadlines = new Deadlines(2 * tryTimeout + PAUSE);
  }

  /**
   * The items under `keys`, in their order, of one request.
   * @throws DependencyError; at once when too many wait already, and when `signal` aborts first
   */
  async read(keys: readonly Key[], signal: AbortSignal): Promise<(Item | undefined)[]> {
    const batch = this.batchFor(keys.length);
    const texts = keys.map(keyText);
    texts.forEach((text, nth) => batch.add(text, keys[nth]!));
    if (batch.size >= ENOUGH_KEYS && this.inFlight < LITTLE_IN_FLIGHT) this.send();
    const items = await batch.until(signal);
    return texts.map((text) => foundIn(items, text));
  }

  private batchFor(count: number): Batch {
    const last = this.waiting.at(-1);
    if (last && last.size + count <= MAX_KEYS) return last;
    if (this.waiting.length >= MAX_WAITING) throw new DependencyUnavailable('table', 'too many reads wait');
    const batch = new Batch();
    this.waiting.push(batch);
    // After the I/O of this turn of the event loop, so that what it brings shares the batch.
    setImmediate(() => this.send());
    return batch;
  }

  private send(): void {
    // One that waits behind another is full.
    while (this.inFlight < (this.waiting.length > 1 ? MAX_IN_FLIGHT : IN_FLIGHT)) {
      // Nothing joins it any more: what is asked for from now on must be read later.
      const next = this.waiting.shift();
      if (next === undefined) return;
      next.send((keys) => this.readAll(keys));
    }
  }

  private async readAll(keys: readonly Key[]): Promise<BatchResult> {
    this.inFlight++;
    batchKeys.observe(keys.length);
    try {
      return await batchGet(this.table, keys, this.view, this.deadlines.next());
    } finally {
      this.inFlight--;
      this.send();
    }
  }
}

function foundIn(items: BatchResult, text: string): Item | undefined {
  const item = items.get(text);
  if (item instanceof Error) throw item;
  return item;
}

function tooLate(cause: unknown): DependencyUnavailable {
  return new DependencyUnavailable('table', 'read in time', { cause });
}
