import { createLocalJWKSet, type CompactVerifyGetKey, type JSONWebKeySet } from 'jose';
import type { Millis } from './claims.js';
import { KeysUnavailable, type Unavailable } from './errors.js';

const FRESH_FOR = 10 * 60_000;
/** However many unknown key ids come in, the pool is asked this often at most. Milliseconds, as the others. */
const PAUSE = 10_000;
const FETCH_TIMEOUT = 2_000;

/** The public keys of a user pool (RFC 7517 §5): cached, renewed behind the answers, kept while the pool cannot be reached. */
export class KeySet {
  private keys: { readonly ids: ReadonlySet<unknown>; readonly find: CompactVerifyGetKey } | undefined;
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
   * The key that signed a token, for jose's `compactVerify`; an id that is not known is looked up once more.
   * @throws KeysUnavailable when there are no keys, and for an unknown id while the pool cannot be reached: it may be a new one
   */
  readonly keyFor: CompactVerifyGetKey = async (header, token) => {
    if (!this.keys?.ids.has(header.kid)) await this.refresh();
    else if (this.now() - this.fetchedAt > FRESH_FOR) void this.refresh();
    const known = this.keys?.ids.has(header.kid);
    if (this.keys === undefined || (!known && this.failure !== undefined))
      throw new KeysUnavailable(this.failure);
    return this.keys.find(header, token);
  };

  /** Fetches the keys, unless they were asked for within ten seconds. A failure leaves the old ones as they are. */
  async refresh(): Promise<void> {
    if (this.inFlight === undefined && this.now() - this.askedAt < PAUSE) return;
    this.inFlight ??= this.tryFetch().finally(() => (this.inFlight = undefined));
    await this.inFlight;
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
    const { keys } = keySetIn(await response.json());
    this.keys = { ids: new Set(keys.map(({ kid }) => kid)), find: createLocalJWKSet({ keys }) };
    this.fetchedAt = this.now();
  }
}

/** RFC 7517 §5: an object with an array of keys; a document without any is not believed. */
function keySetIn(value: unknown): JSONWebKeySet {
  const { keys } = value as Partial<JSONWebKeySet>;
  if (!Array.isArray(keys) || keys.length === 0) throw new TypeError('not a key set');
  return { keys };
}
