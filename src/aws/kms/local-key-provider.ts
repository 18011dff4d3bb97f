import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { CannotUnwrap, type DataKey, KeyProvider } from '../../sealing/key-provider.js';
import { contextBytes, type SealingContext } from '../../sealing/sealing-context.js';

const DATA_KEY = 32;
const NONCE = 12;
const TAG = 16;

/**
 * Wraps data keys itself: AES-256-GCM under a master key of 32 bytes, the context as additional authenticated data.
 * A wrapped key is `nonce (12) | tag (16) | ciphertext (32)`. Nonces are random, so a master key is good for 2^32
 * data keys (NIST SP 800-38D §8.3). Always there: it never throws a DependencyError.
 */
export class LocalKeyProvider extends KeyProvider {
  constructor(private readonly masterKey: Uint8Array) {
    super();
  }

  generateDataKey(context: SealingContext): Promise<DataKey> {
    const plaintext = randomBytes(DATA_KEY);
    return Promise.resolve({ plaintext, wrapped: this.seal(plaintext, context) });
  }

  wrap(plaintext: Uint8Array, context: SealingContext): Promise<Uint8Array> {
    return Promise.resolve(this.seal(plaintext, context));
  }

  unwrap(wrapped: Uint8Array, context: SealingContext): Promise<Uint8Array> {
    try {
      return Promise.resolve(this.open(wrapped, context));
    } catch (cause) {
      return Promise.reject(new CannotUnwrap('the wrapped key does not open', { cause }));
    }
  }

  private seal(plaintext: Uint8Array, context: SealingContext): Uint8Array {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.masterKey, nonce).setAAD(contextBytes(context));
    const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
  }

  private open(wrapped: Uint8Array, context: SealingContext): Buffer {
    const [nonce, tag] = [wrapped.subarray(0, NONCE), wrapped.subarray(NONCE, NONCE + TAG)];
    const decipher = createDecipheriv('aes-256-gcm', this.masterKey, nonce, { authTagLength: TAG });
    decipher.setAAD(contextBytes(context)).setAuthTag(tag);
    return Buffer.concat([decipher.update(wrapped.subarray(NONCE + TAG)), decipher.final()]);
  }
}
