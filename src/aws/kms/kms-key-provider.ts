import { DecryptCommand, EncryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { DependencyMisconfigured } from '../../common/errors/dependency-errors.js';
import { CannotUnwrap, type DataKey, KeyProvider, WrappedByAnother } from '../../sealing/key-provider.js';
import { type SealingContext, contextEntries } from '../../sealing/sealing-context.js';
import { dependencyError, unwrapError } from './kms-errors.js';
import { isOfLocalKey } from './local-key-provider.js';

/** The longest ciphertext that KMS takes, in bytes. */
const LONGEST = 6_144;

/** Data keys of AWS KMS, the sealing context as KMS's encryption context. */
export class KmsKeyProvider extends KeyProvider {
  /** @param keyId id, ARN or alias of a symmetric key */
  constructor(
    private readonly client: KMSClient,
    private readonly keyId: string,
  ) {
    super();
  }

  async generateDataKey(context: SealingContext, abortSignal: AbortSignal): Promise<DataKey> {
    const command = new GenerateDataKeyCommand({
      KeyId: this.keyId,
      KeySpec: 'AES_256',
      EncryptionContext: Object.fromEntries(contextEntries(context)),
    });
    const { Plaintext: plaintext, CiphertextBlob: wrapped } = await this.client
      .send(command, { abortSignal })
      .catch((error: unknown) => {
        throw dependencyError('GenerateDataKey', error);
      });
    if (!plaintext || !wrapped) throw incompleteAnswer('GenerateDataKey');
    return { plaintext, wrapped };
  }

  async unwrap(wrapped: Uint8Array, context: SealingContext, abortSignal: AbortSignal): Promise<Uint8Array> {
    if (wrapped.length === 0 || wrapped.length > LONGEST) throw new CannotUnwrap('not a ciphertext of KMS');
    if (isOfLocalKey(wrapped)) throw new WrappedByAnother('of a local key');
    const command = new DecryptCommand({
      KeyId: this.keyId,
      CiphertextBlob: wrapped,
      EncryptionContext: Object.fromEntries(contextEntries(context)),
    });
    const { Plaintext: plaintext } = await this.client
      .send(command, { abortSignal })
      .catch((error: unknown) => {
        throw unwrapError(error);
      });
    if (!plaintext) throw incompleteAnswer('Decrypt');
    return plaintext;
  }

  async wrap(plaintext: Uint8Array, context: SealingContext, abortSignal: AbortSignal): Promise<Uint8Array> {
    const command = new EncryptCommand({
      KeyId: this.keyId,
      Plaintext: plaintext,
      EncryptionContext: Object.fromEntries(contextEntries(context)),
    });
    const { CiphertextBlob: wrapped } = await this.client
      .send(command, { abortSignal })
      .catch((error: unknown) => {
        throw dependencyError('Encrypt', error);
      });
    if (!wrapped) throw incompleteAnswer('Encrypt');
    return wrapped;
  }
}

function incompleteAnswer(operation: string): DependencyMisconfigured {
  return new DependencyMisconfigured('key', `${operation}: an answer without the key`);
}
