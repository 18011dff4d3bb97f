import { hash, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { type Claims, clientOf, type Millis, readClaims } from './claims.js';
import type { Client } from './client.js';
import { isSignedBy, readCompactToken } from './compact-token.js';
import { ScopeMissing, SignatureInvalid, TokenMalformed } from './errors.js';
import { KeySet } from './key-set.js';
import type { Settings } from './options.js';
import { RevocationFeed } from './revocation-feed.js';
import { Verifier, type VerifyOptions } from './verifier.js';

/** What was good, and the key that has signed it. */
interface Proof {
  readonly claims: Claims;
  readonly kid: string;
  readonly publicKey: KeyObject;
}

/** Verifies the ID tokens of a user pool, and remembers those that were good: a repeated one costs a look-up. */
export class CognitoVerifier extends Verifier {
  private readonly keys: KeySet;
  private readonly feed: RevocationFeed | undefined;
  private readonly remembered: LRUCache<string, Proof> | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly now: () => Millis,
    feedInterval?: Millis,
  ) {
    super();
    const { jwksUrl, feedUrl, cacheSize, report } = settings;
    this.keys = new KeySet(jwksUrl, now, report);
    if (feedUrl !== undefined) this.feed = new RevocationFeed(feedUrl, settings, now, feedInterval);
    if (cacheSize > 0) this.remembered = new LRUCache({ max: cacheSize });
  }

  async verify(token: string, { scopes = [] }: VerifyOptions = {}): Promise<Client> {
    if (typeof token !== 'string') throw new TokenMalformed();
    const key = hash('sha256', token, 'base64url');
    if (this.keys.areDue()) await this.keys.renew();
    const claims = this.recall(key) ?? (await this.prove(token, key));
    if (this.feed?.isBehind()) await this.feed.catchUp();
    this.feed?.check(claims.payload);
    const required = [...this.settings.requiredScopes, ...scopes];
    if (!required.every((scope) => claims.scopes.includes(scope))) throw new ScopeMissing(required);
    return clientOf(claims);
  }

  async ready(): Promise<void> {
    await Promise.all([this.keys.refresh(), this.feed?.ready()]);
  }

  close(): void {
    this.feed?.stop();
  }

  /** Only what is good is remembered, by its hash, never past its end, and no longer than the pool has the key that signed it. */
  private recall(key: string): Claims | undefined {
    const proof = this.remembered?.get(key);
    if (proof === undefined || proof.claims.exp * 1_000 <= this.now()) return undefined;
    return this.keys.has(proof.kid, proof.publicKey) ? proof.claims : undefined;
  }

  /** The signature comes last: what is wrong anyway costs no cryptography, and lets nobody have keys fetched. */
  private async prove(text: string, key: string): Promise<Claims> {
    const token = readCompactToken(text);
    const claims = readClaims(token.payload, this.settings, this.now());
    const publicKey = await this.keys.find(token.kid);
    if (publicKey === undefined || !isSignedBy(publicKey, token)) throw new SignatureInvalid();
    this.remembered?.set(key, { claims, kid: token.kid, publicKey });
    return claims;
  }
}
