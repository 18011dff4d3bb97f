import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { createKmsClient } from '../../../src/aws/kms/kms-client.js';
import { ClientsService } from '../../../src/clients/clients.service.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { emulators } from '../../support/emulators.js';
import { eventually } from '../../support/eventually.js';
import { ANY, type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { nextSecond } from '../../support/next-second.js';
import { describeWith } from '../../support/optional-suite.js';
import { issue, makePartner, type Partner, SCOPES, system } from '../../support/partner.js';
import { troubles } from '../../support/troubles.js';
import { refreshGrant } from '../../support/token-endpoint.js';

/** docs/promises.md, 7: a key that cannot be reached is an outage; warm tokens need none. */
describeWith('kms', emulators().kms, (kms) => {
  let proxy: FaultProxy;
  let broker: TestBroker;
  let partner: Partner;

  beforeAll(async () => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const maker = createKmsClient({ region: 'us-east-1', endpoint: kms, credentials });
    const { KeyMetadata } = await maker.send(new CreateKeyCommand({}));
    proxy = await startFaultProxy(kms);
    const env = {
      MAX_CLOCK_SKEW: '0',
      KEY_PROVIDER: 'kms',
      KMS_KEY_ID: KeyMetadata!.KeyId!,
      LOCAL_MASTER_KEY: '',
    };
    broker = await startBroker({ env, endpoints: { kms: proxy.endpoint } });
    partner = await makePartner(broker);
  });
  afterEach(() => proxy.clear());
  afterAll(async () => {
    await broker.stop();
    await proxy.stop();
  });

  const ask = () => refreshGrant(broker.url, partner.credential);
  const clients = () => broker.app.get(ClientsService);
  const DETAILS = { name: 'client', description: '', scopes: SCOPES, allowedCidrs: [], introspect: false };

  it('seals and opens all that the main job needs', async () => {
    const replica = await startBroker({
      beside: broker,
      env: { ...kmsSettings() },
      endpoints: { kms: proxy.endpoint },
    });
    expect((await refreshGrant(replica.url, partner.credential)).status).toBe(200);
    expect(proxy.count('Decrypt')).toBeGreaterThan(0);
    await replica.stop();
  });

  /** Another replica, whose memory is empty: it has to open the stored token. */
  async function elsewhere(ask: (url: string) => Promise<void>): Promise<void> {
    const replica = await startBroker({
      beside: broker,
      env: kmsSettings(),
      endpoints: { kms: proxy.endpoint },
    });
    await ask(replica.url);
    await replica.stop();
  }

  /** The two tries that a stored token has; the session opens again. */
  const STORED_TOKEN = { times: 2 };

  it.each<[string, () => void]>([
    ...troubles('kms').map(
      ([name, fault]) => [name, () => fault(proxy, 'Decrypt', STORED_TOKEN)] as [string, () => void],
    ),
    [
      'is damaged',
      () => proxy.status('Decrypt', { status: 400, type: 'InvalidCiphertextException' }, { times: 1 }),
    ],
  ])('goes on to Cognito when the stored token cannot be opened: it %s', async (_, fault) => {
    await elsewhere(async (url) => {
      fault();
      expect((await refreshGrant(url, partner.credential)).status).toBe(200);
    });
  });

  it.each(troubles('kms'))('answers a fetched token although sealing it %s', async (_, fault) => {
    await clients().disable(system(), partner.clientId);
    await clients().enable(system(), partner.clientId);
    await nextSecond();
    fault(proxy, 'GenerateDataKey');
    expect((await ask()).status).toBe(200);
  });

  function kmsSettings(): Record<string, string> {
    const { key } = broker.config;
    return key.provider === 'kms' ? { KEY_PROVIDER: 'kms', KMS_KEY_ID: key.keyId, LOCAL_MASTER_KEY: '' } : {};
  }

  it.each<[string, () => void]>([
    ['gone', () => proxy.down()],
    ['throttling', () => proxy.status(ANY, { status: 400, type: 'ThrottlingException' })],
    ['disabled', () => proxy.status(ANY, { status: 400, type: 'DisabledException' })],
  ])('serves warm tokens and tells the rest so while the key is %s', async (_, fault) => {
    expect((await ask()).status).toBe(200);
    fault();
    expect((await ask()).status).toBe(200);
    await expect(issue(broker, partner.clientId)).rejects.toThrow('key');
    await expect(clients().create(system(), partner.tenantId, DETAILS)).rejects.toThrow('key');
    await clients().disable(system(), partner.clientId);
    await clients().enable(system(), partner.clientId);
    await nextSecond();
    expect(await ask()).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } });
    proxy.clear();
    expect((await ask()).status).toBe(200);
  });

  it('does not ask a key that has not answered again and again, and comes back to it', async () => {
    await clients().disable(system(), partner.clientId);
    await clients().enable(system(), partner.clientId);
    await nextSecond();
    proxy.status('Decrypt', { status: 500, type: 'KMSInternalException' });
    for (let i = 0; i < 5; i++) expect((await ask()).status).toBe(503);
    const asked = proxy.count('Decrypt');
    expect((await ask()).status).toBe(503);
    expect(proxy.count('Decrypt')).toBe(asked);

    proxy.clear();
    await eventually(ask, ({ status }) => status === 200);
  });
});
