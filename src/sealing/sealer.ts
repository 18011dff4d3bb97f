import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CannotUnwrap, KeyProvider, WrappedByAnother } from './key-provider.js';
import { CannotUnseal, joinSealed, NONCE, SealedByAnother, type Sealed, splitSealed, TAG } from './sealed.js';
import { contextBytes, type SealingContext } from './sealing-context.js';

/**
 * Seals secrets at rest: AES-256-GCM under a data key of the record's own, which the key provider wraps
 * (NIST SP 800-38D; a data key seals one value once, so a random nonce never meets another).
 */
@Injectable()
export class Sealer {
  constructor(private readonly keys: KeyProvider) {}

  /** @throws DependencyError when the key provider does not do its part */
  async seal(secret: string, context: SealingContext, signal: AbortSignal): Promise<Sealed> {
    const { plaintext: key, wrapped } = await this.keys.generateDataKey(context, signal);
    try {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(contextBytes(context));
      const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return joinSealed({ wrapped, content: Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]) });
    } finally {
      key.fill(0);
    }
  }

  /** @throws CannotUnseal, SealedByAnother where that can be told; DependencyError */
  async unseal(sealed: Sealed, context: SealingContext, signal: AbortSignal): Promise<string> {
    const { wrapped, content } = splitSealed(sealed);
    const key = await this.unwrap(wrapped, context, signal);
    try {
      const nonce = content.subarray(0, NONCE);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
      decipher.setAAD(contextBytes(context)).setAuthTag(content.subarray(NONCE, NONCE + TAG));
      const secret = [decipher.update(content.subarray(NONCE + TAG)), decipher.final()];
      return Buffer.concat(secret).toString('utf8');
    } catch (cause) {
      throw new CannotUnseal('the sealed value does not open', { cause });
    } finally {
      key.fill(0);
    }
  }

  private async unwrap(wrapped: Uint8Array, context: SealingContext, signal: AbortSignal) {
    try {
      return await this.keys.unwrap(wrapped, context, signal);
    } catch (cause) {
      if (cause instanceof WrappedByAnother)
        throw new SealedByAnother('another key has sealed it', { cause });
      if (cause instanceof CannotUnwrap) throw new CannotUnseal('its data key does not open', { cause });
      throw cause;
    }
  }
}
