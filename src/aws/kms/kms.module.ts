import { KMSClient } from '@aws-sdk/client-kms';
import { Module } from '@nestjs/common';
import { Config, type MasterKey } from '../../config/config.js';
import { KeyProvider } from '../../sealing/key-provider.js';
import { KeyRing } from '../../sealing/key-ring.js';
import { countFailures } from '../count-failures.js';
import { traced } from '../traced.js';
import { KeyBreaker } from './key-breaker.js';
import { createKmsClient } from './kms-client.js';
import { unwrapError } from './kms-errors.js';
import { KmsKeyProvider } from './kms-key-provider.js';
import { LocalKeyProvider } from './local-key-provider.js';

function keyProvider(kms: KMSClient, key: MasterKey): KeyProvider {
  return key.provider === 'kms' ? new KmsKeyProvider(kms, key.keyId) : new LocalKeyProvider(key.masterKey);
}

/** The master key, and the one before it. */
@Module({
  providers: [
    {
      provide: KMSClient,
      inject: [Config],
      useFactory: async ({ region, tracing }: Config) => {
        const client = await traced(createKmsClient({ region }), 'KMS', tracing);
        new KeyBreaker().guard(client);
        countFailures(client, 'key', unwrapError);
        return client;
      },
    },
    {
      provide: KeyProvider,
      inject: [KMSClient, Config],
      useFactory: (kms: KMSClient, { key: { previous, ...key } }: Config) =>
        previous ? new KeyRing(keyProvider(kms, key), keyProvider(kms, previous)) : keyProvider(kms, key),
    },
  ],
  exports: [KeyProvider],
})
export class KmsModule {}
