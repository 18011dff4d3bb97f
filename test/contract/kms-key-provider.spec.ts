import { randomBytes } from 'node:crypto';
import {
  CreateKeyCommand,
  DisableKeyCommand,
  type KMSClient,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { createKmsClient } from '../../src/aws/kms/kms-client.js';
import { KmsKeyProvider } from '../../src/aws/kms/kms-key-provider.js';
import { LocalKeyProvider } from '../../src/aws/kms/local-key-provider.js';
import {
  DependencyMisconfigured,
  DependencyThrottled,
  DependencyUnavailable,
} from '../../src/common/errors/dependency-errors.js';
import { type DataKey, WrappedByAnother } from '../../src/sealing/key-provider.js';
import { emulators } from '../support/emulators.js';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.js';
import { describeWith } from '../support/optional-suite.js';
import { describeKeyProviderContract } from './key-provider.contract.js';

const CONTEXT = { purpose: 'bearer-token', tenant: 'tn_1' } as const;

describeWith('kms', emulators().kms, (kms) => {
  let proxy: FaultProxy;
  let client: KMSClient;

  beforeAll(async () => {
    proxy = await startFaultProxy(kms);
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
    client = createKmsClient({ region: 'eu-central-1', endpoint: proxy.endpoint, credentials });
  });
  afterEach(() => proxy.clear());
  afterAll(async () => {
    client.destroy();
    await proxy.stop();
  });

  const createKey = async () => (await client.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId ?? '';
  const provider = async () => new KmsKeyProvider(client, await createKey());

  describeKeyProviderContract('KmsKeyProvider', async () => ({
    keys: await provider(),
    others: await provider(),
  }));

  it('tells a key of a local master key from a damaged one, either way round', async () => {
    const local = new LocalKeyProvider(randomBytes(32));
    const keys = await provider();
    const [ofLocal, ofKms] = await Promise.all([
      local.generateDataKey(CONTEXT),
      keys.generateDataKey(CONTEXT, signal()),
    ]);
    await expect(keys.unwrap(ofLocal.wrapped, CONTEXT, signal())).rejects.toThrow(WrappedByAnother);
    await expect(local.unwrap(ofKms.wrapped, CONTEXT)).rejects.toThrow(WrappedByAnother);
  });

  describe('KmsKeyProvider, when the key is not to be had', () => {
    let keyId: string;
    let keys: KmsKeyProvider;
    let dataKey: DataKey;

    beforeEach(async () => {
      keyId = await createKey();
      keys = new KmsKeyProvider(client, keyId);
      dataKey = await keys.generateDataKey(CONTEXT, signal());
    });

    const expectBoth = async (expected: typeof DependencyUnavailable | typeof DependencyMisconfigured) => {
      await expect(keys.generateDataKey(CONTEXT, signal())).rejects.toThrow(expected);
      await expect(keys.unwrap(dataKey.wrapped, CONTEXT, signal())).rejects.toThrow(expected);
    };

    it('tells a disabled key', async () => {
      await client.send(new DisableKeyCommand({ KeyId: keyId }));
      await expectBoth(DependencyMisconfigured);
    });

    it('tells a key that waits for its deletion', async () => {
      await client.send(new ScheduleKeyDeletionCommand({ KeyId: keyId, PendingWindowInDays: 7 }));
      await expectBoth(DependencyMisconfigured);
    });

    it('tells a key that never was', async () => {
      keys = new KmsKeyProvider(client, '00000000-0000-4000-8000-000000000000');
      await expectBoth(DependencyMisconfigured);
    });

    it('tells that access is denied', async () => {
      proxy.status('GenerateDataKey', { status: 400, type: 'AccessDeniedException' });
      proxy.status('Decrypt', { status: 400, type: 'AccessDeniedException' });
      await expectBoth(DependencyMisconfigured);
    });

    it('tells that it is throttled', async () => {
      proxy.status('Decrypt', { status: 400, type: 'ThrottlingException' });
      await expect(keys.unwrap(dataKey.wrapped, CONTEXT, signal())).rejects.toThrow(DependencyThrottled);
    });

    it('gives up on a KMS that never answers, after two tries', async () => {
      const before = proxy.count('Decrypt');
      proxy.blackHole('Decrypt');
      await expect(keys.unwrap(dataKey.wrapped, CONTEXT, signal())).rejects.toThrow(DependencyUnavailable);
      expect(proxy.count('Decrypt') - before).toBe(2);
    }, 5_000);

    it('leaves when the caller does', async () => {
      const caller = new AbortController();
      const hold = proxy.hold('Decrypt');
      const unwrapped = keys.unwrap(dataKey.wrapped, CONTEXT, caller.signal);
      await hold.held;
      caller.abort();
      await expect(unwrapped).rejects.toThrow(DependencyUnavailable);
    });

    it.each([
      [
        'answers 500 once',
        () => proxy.status('Decrypt', { status: 500, type: 'KMSInternalException' }, { times: 1 }),
      ],
      ['resets once', () => proxy.resetBefore('Decrypt', { times: 1 })],
      ['loses an answer', () => proxy.resetAfter('Decrypt', { times: 1 })],
    ])('works all the same when KMS %s', async (_, fault) => {
      fault();
      const opened = await keys.unwrap(dataKey.wrapped, CONTEXT, signal());
      expect(Buffer.from(opened).equals(dataKey.plaintext)).toBe(true);
    });

    it('works again, by itself, once KMS is back', async () => {
      proxy.down();
      await expectBoth(DependencyUnavailable);
      proxy.clear();
      const opened = await keys.unwrap(dataKey.wrapped, CONTEXT, signal());
      expect(Buffer.from(opened).equals(dataKey.plaintext)).toBe(true);
    });
  });
});

function signal(): AbortSignal {
  return AbortSignal.timeout(10_000);
}
