import type { SealingContext } from '../../src/sealing/sealing-context.js';
import { MASTER_KEY } from '../world/items.js';
import { Refusal, type Service } from './service.js';

interface Request {
  readonly EncryptionContext: SealingContext;
}
interface Wrapped extends Request {
  readonly CiphertextBlob: string;
}

/** Milliseconds that KMS takes. */
const LATENCY = 5;
const KeyId = 'bench';

export function kms(): Service {
  const operations = {
    async GenerateDataKey({ EncryptionContext }: Request) {
      const { plaintext, wrapped } = await MASTER_KEY.generateDataKey(EncryptionContext);
      return JSON.stringify({ KeyId, Plaintext: base64(plaintext), CiphertextBlob: base64(wrapped) });
    },
    async Decrypt({ EncryptionContext, CiphertextBlob }: Wrapped) {
      const wrapped = Buffer.from(CiphertextBlob, 'base64');
      const plaintext = await MASTER_KEY.unwrap(wrapped, EncryptionContext).catch(() => {
        throw new Refusal('InvalidCiphertextException', 'it does not open');
      });
      return JSON.stringify({ KeyId, Plaintext: base64(plaintext) });
    },
  };
  return { latency: LATENCY, operations };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
