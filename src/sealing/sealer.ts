import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CannotUnwrap, KeyProvider } from './key-provider.js';
import { contextBytes, type SealingContext } from './sealing-context.js';

/** One stored secret: `version (1) | length of the wrapped key (2) | wrapped key | nonce (12) | tag (16) | ciphertext`. */
export type Sealed = Uint8Array;

/** The sealed value does not open: damaged, or it belongs to another record. */
export class CannotUnseal extends Error {
  override readonly name = 'CannotUnseal';
}

const VERSION = 1;
const HEADER = 3;
const NONCE = 12;
const TAG = 16;

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
      return Buffer.concat([header(wrapped), wrapped, nonce, cipher.getAuthTag(), ciphertext]);
    } finally {
      key.fill(0);
    }
  }

  /** @throws CannotUnseal, DependencyError */
  async unseal(sealed: Sealed, context: SealingContext, signal: AbortSignal): Promise<string> {
    const parts = split(Buffer.from(sealed));
    const key = await this.unwrap(parts.wrapped, context, signal);
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, parts.nonce, { authTagLength: TAG });
      decipher.setAAD(contextBytes(context)).setAuthTag(parts.tag);
      return Buffer.concat([decipher.update(parts.ciphertext), decipher.final()]).toString('utf8');
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
      if (cause instanceof CannotUnwrap) throw new CannotUnseal('its data key does not open', { cause });
      throw cause;
    }
  }
}

function header(wrapped: Uint8Array): Buffer {
  const bytes = Buffer.alloc(HEADER);
  bytes.writeUInt8(VERSION, 0);
  bytes.writeUInt16BE(wrapped.length, 1);
  return bytes;
}

function split(sealed: Buffer) {
  if (sealed.length < HEADER || sealed.readUInt8(0) !== VERSION) throw new CannotUnseal('unknown format');
  const nonceAt = HEADER + sealed.readUInt16BE(1);
  const tagAt = nonceAt + NONCE;
  const ciphertextAt = tagAt + TAG;
  if (nonceAt === HEADER || sealed.length < ciphertextAt) throw new CannotUnseal('cut short');
  return {
    wrapped: sealed.subarray(HEADER, nonceAt),
    nonce: sealed.subarray(nonceAt, tagAt),
    tag: sealed.subarray(tagAt, ciphertextAt),
    ciphertext: sealed.subarray(ciphertextAt),
  };
}
