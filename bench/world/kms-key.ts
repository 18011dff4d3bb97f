import { LocalKeyProvider } from '../../src/aws/kms/local-key-provider.js';
import { type DataKey, KeyProvider } from '../../src/sealing/key-provider.js';
import type { SealingContext } from '../../src/sealing/sealing-context.js';

/** A blob of KMS does not begin as what a local key has wrapped. */
const MARK = Buffer.from('kms:');

/** The stub's key of KMS. */
export class KmsKey extends KeyProvider {
  private readonly key = new LocalKeyProvider(Buffer.alloc(32, 7));

  async generateDataKey(context: SealingContext): Promise<DataKey> {
    const { plaintext, wrapped } = await this.key.generateDataKey(context);
    return { plaintext, wrapped: marked(wrapped) };
  }

  unwrap(wrapped: Uint8Array, context: SealingContext): Promise<Uint8Array> {
    return this.key.unwrap(wrapped.subarray(MARK.length), context);
  }

  async wrap(plaintext: Uint8Array, context: SealingContext): Promise<Uint8Array> {
    return marked(await this.key.wrap(plaintext, context));
  }
}

function marked(wrapped: Uint8Array): Uint8Array {
  return Buffer.concat([MARK, wrapped]);
}
