import type { KeyObject } from 'node:crypto';
import { isLongAgo } from './age.js';
import type { Millis } from './claims.js';
import { KeysUnavailable, type Unavailable } from './errors.js';
import { readJwks } from './jwks.js';

const FRESH_FOR = 10 * 60_000;
/** What is older is not gone by before the pool was asked: nobody came for long, or the process was frozen. */
const OLD_AFTER = 2 * FRESH_FOR;
/** However many unknown key ids come in, the pool is asked this often at most. Milliseconds, as the others. */
const PAUSE = 10_000;
/** While there are none, and nobody can be let in. */
const PAUSE_WITHOUT = 1_000;
const FETCH_TIMEOUT = 2_000;
/** A fetch takes no longer unless the process is frozen over it, as Lambda does it between two requests. */
const ASLEEP = 2 * FETCH_TIMEOUT;

/** The public keys of a user pool (RFC 7517 §5): cached, renewed behind the answers, kept while the pool cannot be reached. */
export class KeySet {
  private keys: ReadonlyMap<string, KeyObject> | undefined;
  private fetchedAt: Millis = -Infinity;
  private askedAt: Millis = -Infinity;
  private failure: unknown;
  private inFlight: Promise<void> | undefined;

  /** @param report is told of every fetch that failed */
  constructor(
    private readonly url: string,
    private readonly now: () => Millis,
    private readonly report: (problem: Unavailable) => void,
  ) {}

  /**
   * The key that signed a token; an id that is not known is looked up once more.
   * @returns undefined when the pool has no such key
   * @throws KeysUnavailable when there are no keys, and for an unknown id while the pool cannot be reached: it may be a new one
   */
  async find(kid: string): Promise<KeyObject | undefined> {
    if (!this.keys?.has(kid)) await this.refresh();
    const key = this.keys?.get(kid);
    if (this.keys === undefined || (key === undefined && this.failure !== undefined))
      throw new KeysUnavailable(this.pause() / 1_000, this.failure);
    return key;
  }

  /** Is this still the pool's key of this id? */
  has(kid: string, key: KeyObject): boolean {
    return this.keys?.get(kid) === key;
  }

  /** Is it time to fetch them anew? Not while there are none: whoever looks for one fetches them. */
  areDue(): boolean {
    return this.keys !== undefined && isLongAgo(this.fetchedAt, FRESH_FOR, this.now());
  }

  /** Fetches them anew behind the answer, and before it when they are old: one may have been withdrawn long ago. */
  async renew(): Promise<void> {
    const renewed = this.refresh();
    if (isLongAgo(this.fetchedAt, OLD_AFTER, this.now())) await renewed;
  }

  /** Fetches the keys, unless they were asked for just now. A failure leaves the old ones as they are. */
  async refresh(): Promise<void> {
    if (this.inFlight === undefined && this.wasAskedLately()) return;
    this.inFlight ??= this.tryFetch().finally(() => (this.inFlight = undefined));
    await this.inFlight;
  }

  /** A clock that was set back since does not hold the next question up for as long. */
  private wasAskedLately(): boolean {
    const since = this.now() - this.askedAt;
    return since >= 0 && since < this.pause();
  }

  private pause(): Millis {
    return this.keys === undefined ? PAUSE_WITHOUT : PAUSE;
  }

  private async tryFetch(): Promise<void> {
    this.askedAt = this.now();
    try {
      await this.fetch();
      this.failure = undefined;
    } catch (error) {
      // Frozen over it: that says nothing about the pool.
      if (this.now() - this.askedAt > ASLEEP) return this.tryFetch();
      this.failure = error;
      this.report(new KeysUnavailable(this.pause() / 1_000, error));
    }
  }

  private async fetch(): Promise<void> {
    const signal = AbortSignal.timeout(FETCH_TIMEOUT);
    const response = await fetch(this.url, { signal, redirect: 'error' });
    if (!response.ok) throw new Error(`the key set is answered ${response.status}`);
    this.keys = this.keptIn(readJwks(await response.json()));
    // Counted from the question: what was withdrawn after it may be in the answer.
    this.fetchedAt = this.askedAt;
  }

  /** A key that stays is the same object, by which is remembered what it has signed. */
  private keptIn(fetched: ReadonlyMap<string, KeyObject>): ReadonlyMap<string, KeyObject> {
    const kept = (kid: string, key: KeyObject) => {
      const known = this.keys?.get(kid);
      return known?.equals(key) ? known : key;
    };
    return new Map([...fetched].map(([kid, key]) => [kid, kept(kid, key)]));
  }
}
