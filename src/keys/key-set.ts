import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { Clock, Millis } from '../common/clock.js';
import { MINUTE, SECOND } from '../common/clock.js';
import { DependencyUnavailable } from '../common/errors/dependency-errors.js';

const FRESH_FOR = 10 * MINUTE;
/** However many unknown key ids come in, the pool is asked this often at most. */
const PAUSE = 10 * SECOND;
const FETCH_TIMEOUT = 2 * SECOND;

/** The public keys of a user pool (RFC 7517 §5): cached, and kept while the pool cannot be reached. */
export class KeySet {
  private document: JSONWebKeySet | undefined;
  private local: JWTVerifyGetKey | undefined;
  private fetchedAt: Millis = -Infinity;
  private askedAt: Millis = -Infinity;
  private reached = false;
  private inFlight: Promise<void> | undefined;

  constructor(
    private readonly url: string,
    private readonly clock: Clock,
  ) {}

  /** @throws DependencyUnavailable when there never were any keys */
  async current(): Promise<JSONWebKeySet> {
    if (this.clock.now() - this.fetchedAt > FRESH_FOR) await this.refresh();
    if (this.document === undefined) throw new DependencyUnavailable('pool', 'fetch the key set');
    return this.document;
  }

  /**
   * The key that signed a token, for jose's `jwtVerify`; an id that is not known is looked up once more.
   * @throws DependencyUnavailable for an unknown id too while the pool cannot be reached: it may be a new one
   */
  readonly keyFor: JWTVerifyGetKey = async (header, token) => {
    await this.current();
    if (!this.knows(header.kid)) await this.refresh();
    if (this.local === undefined || (!this.reached && !this.knows(header.kid)))
      throw new DependencyUnavailable('pool', 'fetch the key set');
    return this.local(header, token);
  };

  private knows(kid: string | undefined): boolean {
    return this.document?.keys.some((key) => key.kid === kid) ?? false;
  }

  private async refresh(): Promise<void> {
    if (this.inFlight === undefined && this.clock.now() - this.askedAt < PAUSE) return;
    this.inFlight ??= this.tryFetch().finally(() => (this.inFlight = undefined));
    await this.inFlight;
  }

  /** A failure leaves the old keys as they are. */
  private async tryFetch(): Promise<void> {
    this.askedAt = this.clock.now();
    this.reached = await this.fetch().then(
      () => true,
      () => false,
    );
  }

  private async fetch(): Promise<void> {
    const signal = AbortSignal.timeout(FETCH_TIMEOUT);
    const response = await fetch(this.url, { signal, redirect: 'error' });
    if (!response.ok) throw new Error(`the key set is answered ${response.status}`);
    const document = publicKeys(await response.json());
    this.local = createLocalJWKSet(document);
    this.document = document;
    this.fetchedAt = this.clock.now();
  }
}

/** RFC 7517 §5: an object with an array of keys; a document without any is not believed. */
function publicKeys(value: unknown): JSONWebKeySet {
  const { keys } = value as Partial<JSONWebKeySet>;
  if (!Array.isArray(keys) || keys.length === 0) throw new TypeError('not a key set');
  return { keys };
}
