import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { createKmsClient } from '../../../src/aws/kms/kms-client.js';
import { ClientsService } from '../../../src/clients/clients.service.js';
import { MINUTE, SECOND } from '../../../src/common/clock.js';
import type { ProblemAnswer } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { newAlarms } from '../../support/broker-log.js';
import { emulators } from '../../support/emulators.js';
import { eventually } from '../../support/eventually.js';
import { ANY, type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { nextSecond } from '../../support/next-second.js';
import { expectOutage } from '../../support/oauth-outage.js';
import { describeWith } from '../../support/optional-suite.js';
import { makePartner, type Partner, system } from '../../support/partner.js';
import { makeOperator, type TestPerson } from '../../support/people.js';
import { expectProblemOutage } from '../../support/problem-outage.js';
import { refreshGrant } from '../../support/token-endpoint.js';
import { travel } from '../../support/travel.js';
import { refuse, troubles } from '../../support/troubles.js';

/** A call is tried twice; the next one passes. */
const BOTH_TRIES = { times: 2 };
/** An open breaker lets one call through after so long. */
const OPEN = 3 * SECOND;
const REFUSED = ['DependencyMisconfigured key: Decrypt'];

/** docs/promises.md, 7: a key that cannot be reached is an outage; warm tokens need none. */
describeWith('kms', emulators().kms, (kms) => {
  let proxy: FaultProxy;
  let broker: TestBroker;
  /** Has no token in memory but those of partners that have asked it: it has to open what the other one has stored. */
  let replica: TestBroker;
  let partner: Partner;
  let operator: TestPerson;

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
    const endpoints = { kms: proxy.endpoint };
    broker = await startBroker({ env, endpoints });
    replica = await startBroker({ env, endpoints, beside: broker });
    partner = await makePartner(broker);
    operator = await makeOperator(broker);
  });
  afterEach(() => proxy.clear());
  afterAll(async () => {
    await replica.stop();
    await broker.stop();
    await proxy.stop();
  });

  const ask = () => refreshGrant(broker.url, partner.credential);
  const clients = () => broker.app.get(ClientsService);

  it('seals and opens all that the main job needs', async () => {
    const before = proxy.count('Decrypt');
    expect((await refreshGrant(replica.url, partner.credential)).status).toBe(200);
    expect(proxy.count('Decrypt')).toBeGreaterThan(before);
  });

  /** Those of before do not count any more: the next request has to fetch one. */
  async function withoutTokens(): Promise<void> {
    await clients().disable(system(), partner.clientId);
    await clients().enable(system(), partner.clientId);
    await nextSecond();
  }

  async function liveCredentials({ clientId }: Partner): Promise<number> {
    const client = await clients().get(system(), clientId);
    return Object.values(client.credentials).filter(({ state }) => state === 'active').length;
  }

  it.each<[string, () => void]>([
    ...troubles('kms').map(
      ([name, fault]) => [name, () => fault(proxy, 'Decrypt', BOTH_TRIES)] as [string, () => void],
    ),
    [
      'is damaged',
      () => proxy.status('Decrypt', { status: 400, type: 'InvalidCiphertextException' }, { times: 1 }),
    ],
  ])('goes on to Cognito when the stored token cannot be opened: it %s', async (_, fault) => {
    const { credential } = await makePartner(broker);
    const before = proxy.count('Decrypt');
    fault();
    expect((await refreshGrant(replica.url, credential)).status).toBe(200);
    expect(proxy.count('Decrypt')).toBeGreaterThan(before + 1);
  });

  it.each(troubles('kms'))('503, and nothing is marked, when opening the session %s', async (_, fault) => {
    await withoutTokens();
    fault(proxy, 'Decrypt', BOTH_TRIES);
    expectOutage(await ask());
    expect((await ask()).status).toBe(200);
  });

  const CELLS = [...troubles('kms'), ['is refused', refuse] as const];

  it.each(CELLS)('serves the token in memory, however old, when opening the session %s', async (_, fault) => {
    const { credential } = await makePartner(broker);
    const { body } = await refreshGrant(broker.url, credential);
    const before = proxy.count('Decrypt');
    fault(proxy, 'Decrypt', BOTH_TRIES);
    const back = travel(broker, 13 * MINUTE);
    expect((await refreshGrant(broker.url, credential)).body['access_token']).toBe(body['access_token']);
    back();
    expect(proxy.count('Decrypt')).toBeGreaterThan(before);
  });

  const issueByApi = ({ clientId }: Partner) =>
    operator.api.post<ProblemAnswer>(`/api/v1/clients/${clientId}/credentials`, { body: {} });

  it.each(CELLS)('issues nothing, 503, when sealing the session %s', async (_, fault) => {
    const another = await makePartner(broker);
    fault(proxy, 'GenerateDataKey');
    expectProblemOutage(await issueByApi(another));
    expect(await liveCredentials(another)).toBe(1);
  });

  it.each(CELLS)('issues nothing, 503, when opening the password %s', async (_, fault) => {
    const another = await makePartner(broker);
    fault(proxy, 'Decrypt');
    expectProblemOutage(await issueByApi(another));
    expect(await liveCredentials(another)).toBe(1);
  });

  it.each(CELLS)('makes no client, 503, when sealing its password %s', async (_, fault) => {
    const { tenantId } = await makePartner(broker);
    fault(proxy, 'GenerateDataKey');
    expectProblemOutage(await operator.api.post('/api/v1/clients', { body: { name: 'client', tenantId } }));
    const { items } = await clients().list(system(), { tenantId, limit: 100 });
    expect(items).toHaveLength(1);
  });

  it.each(troubles('kms'))('answers a fetched token although sealing it %s', async (_, fault) => {
    await withoutTokens();
    fault(proxy, 'GenerateDataKey');
    expect((await ask()).status).toBe(200);
  });

  it.each<[string, string[], () => void]>([
    ['gone', [], () => proxy.down()],
    ['throttling', [], () => proxy.status(ANY, { status: 400, type: 'ThrottlingException' })],
    ['denied', REFUSED, () => proxy.status(ANY, { status: 400, type: 'AccessDeniedException' })],
    ['disabled', REFUSED, () => proxy.status(ANY, { status: 400, type: 'DisabledException' })],
  ])('serves warm tokens and tells the rest so while the key is %s', async (_, alarms, fault) => {
    expect((await ask()).status).toBe(200);
    fault();
    expect((await ask()).status).toBe(200);
    await withoutTokens();
    await newAlarms();
    expectOutage(await ask());
    expect(await newAlarms()).toEqual(alarms);
    proxy.clear();
    expect((await ask()).status).toBe(200);
  });

  it('does not ask a key that has not answered again and again, and comes back to it', async () => {
    await withoutTokens();
    proxy.status('Decrypt', { status: 500, type: 'KMSInternalException' });
    for (let i = 0; i < 5; i++) expect((await ask()).status).toBe(503);
    const [since, asked] = [performance.now(), proxy.count('Decrypt')];
    for (let i = 0; i < 5; i++) expect((await ask()).status).toBe(503);
    const trials = 1 + Math.floor((performance.now() - since) / OPEN);
    expect(proxy.count('Decrypt') - asked).toBeLessThanOrEqual(trials * BOTH_TRIES.times);

    proxy.clear();
    await eventually(ask, ({ status }) => status === 200);
  });
});
