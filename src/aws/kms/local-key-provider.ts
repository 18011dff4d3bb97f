import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { CannotUnwrap, type DataKey, KeyProvider, WrappedByAnother } from '../../sealing/key-provider.js';
import { contextBytes, type SealingContext } from '../../sealing/sealing-context.js';

const DATA_KEY = 32;
const NONCE = 12;
const TAG = 16;
/** What every key wrapped here begins with, and none of KMS. */
const MARK = Buffer.from('local:');
const FINGERPRINT = 8;
/** As wrapped keys were at first, without mark and fingerprint: these open still. */
const NAMELESS = NONCE + TAG + DATA_KEY;

/**
 * Wraps data keys itself: AES-256-GCM under a master key of 32 bytes, the context as additional authenticated data.
 * A wrapped key is `local: | fingerprint of the master key (8) | nonce (12) | tag (16) | ciphertext (32)`. Nonces are
 * random, so a master key is good for 2^32 data keys (NIST SP 800-38D §8.3). Always there: it never throws a
 * DependencyError.
 */
export class LocalKeyProvider extends KeyProvider {
  /** Tells which master key has wrapped something, and nothing else of it. */
  private readonly name: Uint8Array;

  constructor(private readonly masterKey: Uint8Array) {
    super();
    const fingerprint = createHmac('sha256', masterKey).update('fingerprint').digest();
    this.name = Buffer.concat([MARK, fingerprint.subarray(0, FINGERPRINT)]);
  }

  generateDataKey(context: SealingContext): Promise<DataKey> {
    const plaintext = randomBytes(DATA_KEY);
    return Promise.resolve({ plaintext, wrapped: this.seal(plaintext, context) });
  }

  wrap(plaintext: Uint8Array, context: SealingContext): Promise<Uint8Array> {
    return Promise.resolve(this.seal(plaintext, context));
  }

  unwrap(wrapped: Uint8Array, context: SealingContext): Promise<Uint8Array> {
    const isNameless = wrapped.length === NAMELESS;
    const isOurs = isNameless || startsWith(wrapped, this.name);
    if (!isOurs) return Promise.reject(new WrappedByAnother('of another master key'));
    try {
      return Promise.resolve(this.open(isNameless ? wrapped : wrapped.subarray(this.name.length), context));
    } catch (cause) {
      return Promise.reject(new CannotUnwrap('the wrapped key does not open', { cause }));
    }
  }

  private seal(plaintext: Uint8Array, context: SealingContext): Uint8Array {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.masterKey, nonce).setAAD(contextBytes(context));
    const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
    return Buffer.concat([this.name, nonce, cipher.getAuthTag(), ciphertext]);
  }

  private open(wrapped: Uint8Array, context: SealingContext): Buffer {
    const [nonce, tag] = [wrapped.subarray(0, NONCE), wrapped.subarray(NONCE, NONCE + TAG)];
    const decipher = createDecipheriv('aes-256-gcm', this.masterKey, nonce, { authTagLength: TAG });
    decipher.setAAD(contextBytes(context)).setAuthTag(tag);
    return Buffer.concat([decipher.update(wrapped.subarray(NONCE + TAG)), decipher.final()]);
  }
}

/** Whether some local master key has wrapped it, so that KMS need not be asked. */
export function isOfLocalKey(wrapped: Uint8Array): boolean {
  return startsWith(wrapped, MARK);
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return Buffer.compare(bytes.subarray(0, start.length), start) === 0;
}
