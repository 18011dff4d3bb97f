import type { KeyObject } from 'node:crypto';
import type { Millis } from './claims.js';
import { KeysUnavailable, type Unavailable } from './errors.js';
import { readJwks } from './jwks.js';

const FRESH_FOR = 10 * 60_000;
/** However many unknown key ids come in, the pool is asked this often at most. Milliseconds, as the others. */
const PAUSE = 10_000;
const FETCH_TIMEOUT = 2_000;

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
    else if (this.now() - this.fetchedAt > FRESH_FOR) void this.refresh();
    const key = this.keys?.get(kid);
    if (this.keys === undefined || (key === undefined && this.failure !== undefined))
      throw new KeysUnavailable(this.failure);
    return key;
  }

  /** Fetches the keys, unless they were asked for within ten seconds. A failure leaves the old ones as they are. */
  async refresh(): Promise<void> {
    if (this.inFlight === undefined && this.wasAskedLately()) return;
    this.inFlight ??= this.tryFetch().finally(() => (this.inFlight = undefined));
    await this.inFlight;
  }

  /** A clock that was set back since does not hold the next question up for as long. */
  private wasAskedLately(): boolean {
    const since = this.now() - this.askedAt;
    return since >= 0 && since < PAUSE;
  }

  private async tryFetch(): Promise<void> {
    this.askedAt = this.now();
    try {
      await this.fetch();
      this.failure = undefined;
    } catch (error) {
      this.failure = error;
      this.report(new KeysUnavailable(error));
    }
  }

  private async fetch(): Promise<void> {
    const signal = AbortSignal.timeout(FETCH_TIMEOUT);
    const response = await fetch(this.url, { signal, redirect: 'error' });
    if (!response.ok) throw new Error(`the key set is answered ${response.status}`);
    this.keys = readJwks(await response.json());
    this.fetchedAt = this.now();
  }
}
