import { createHash } from 'node:crypto';
import { compactVerify, errors } from 'jose';
import { LRUCache } from 'lru-cache';
import { type Claims, clientOf, type Millis, readClaims } from './claims.js';
import type { Client } from './client.js';
import { readCompactToken } from './compact-token.js';
import { ScopeMissing, SignatureInvalid, TokenMalformed } from './errors.js';
import { KeySet } from './key-set.js';
import type { Settings } from './options.js';
import { RevocationFeed } from './revocation-feed.js';
import { Verifier, type VerifyOptions } from './verifier.js';

/** Verifies the ID tokens of a user pool, and remembers those that were good: a repeated one costs a look-up. */
export class CognitoVerifier extends Verifier {
  private readonly keys: KeySet;
  private readonly feed: RevocationFeed | undefined;
  private readonly remembered: LRUCache<string, Claims> | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly now: () => Millis,
  ) {
    super();
    const { jwksUrl, feedUrl, cacheSize, report } = settings;
    this.keys = new KeySet(jwksUrl, now, report);
    if (feedUrl !== undefined) this.feed = new RevocationFeed(feedUrl, settings, now);
    if (cacheSize > 0) this.remembered = new LRUCache({ max: cacheSize });
  }

  async verify(token: string, { scopes = [] }: VerifyOptions = {}): Promise<Client> {
    const claims = await this.claimsOf(token);
    await this.feed?.check(claims.payload);
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

  /** Only what is good is remembered, by its hash, and never past its end. */
  private async claimsOf(token: string): Promise<Claims> {
    if (typeof token !== 'string') throw new TokenMalformed();
    const key = createHash('sha256').update(token).digest('base64url');
    const known = this.remembered?.get(key);
    if (known !== undefined && known.exp * 1_000 > this.now()) return known;
    const claims = await this.prove(token);
    this.remembered?.set(key, claims);
    return claims;
  }

  /** The signature comes last: what is wrong anyway costs no cryptography, and lets nobody have keys fetched. */
  private async prove(token: string): Promise<Claims> {
    const claims = readClaims(readCompactToken(token), this.settings, this.now());
    try {
      await compactVerify(token, this.keys.keyFor, { algorithms: ['RS256'] });
    } catch (error) {
      if (error instanceof errors.JOSEError) throw new SignatureInvalid();
      throw error;
    }
    return claims;
  }
}
