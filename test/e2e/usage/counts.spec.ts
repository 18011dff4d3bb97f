import type { UsageDto } from '../../../src/admin/usage/usage.dto.js';
import type { IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { DAY, MINUTE } from '../../../src/common/clock.js';
import { dayOf } from '../../../src/usage/usage.js';
import { Api, basic } from '../../support/api.js';
import { type BrokerOptions, startBroker, type TestBroker } from '../../support/broker.js';
import { startBrokerProcess } from '../../support/broker-process.js';
import {
  type Answer,
  type Call,
  type DynamodbProxy,
  failure,
  startDynamodbProxy,
} from '../../support/dynamodb-proxy.js';
import { eventually } from '../../support/eventually.js';
import { ofUnknownClient, withAnotherSecret } from '../../support/forged-credential.js';
import { gate } from '../../support/gate.js';
import { issueCredential, makeMachine } from '../../support/machines.js';
import { everyPage } from '../../support/pages.js';
import { makeOperator, makeTenant, type TestPerson, type TestTenant } from '../../support/people.js';
import { refreshGrant } from '../../support/token-endpoint.js';
import { travel } from '../../support/travel.js';
import { flushUsage, usageOf } from '../../support/usage.js';

const PATH = '/api/v1/admin/usage';
const BROKEN = failure('InternalServerError', {}, 500);

/** GET /api/v1/admin/usage, and what it takes to count. */
describe('usage', () => {
  let dynamodb: DynamodbProxy;
  let answer: (call: Call) => Promise<Answer>;
  let broker: TestBroker;
  let operator: TestPerson;
  let tenant: TestTenant;
  let admin: Api;
  let machine: IssuedCredentialDto;
  let today: string;

  beforeAll(async () => {
    dynamodb = await startDynamodbProxy((call) => answer(call));
    answer = ({ forward }) => forward();
    broker = await startBroker({ endpoints: { dynamodb: dynamodb.endpoint } });
    // The way through the proxy is slow at first, slower than the broker's patience.
    const ready = () => new Api(broker.url).get('/health/ready');
    await eventually(ready, ({ status }) => status === 200);
    operator = await makeOperator(broker);
    tenant = await makeTenant(operator);
    admin = tenant.admin.api;
  });
  beforeEach(async () => {
    machine = await makeMachine(admin);
    today = dayOf(Date.now());
  });
  afterEach(() => {
    answer = ({ forward }) => forward();
  });
  afterAll(async () => {
    await broker.stop();
    dynamodb.close();
  });

  const ask = async (credential = machine.credential, { url } = broker as Pick<TestBroker, 'url'>) =>
    (await refreshGrant(url, credential)).status;
  const asks = async (times: number, of: Pick<TestBroker, 'url'> = broker) => {
    for (let time = 0; time < times; time++) expect(await ask(machine.credential, of)).toBe(200);
  };
  const usage = async () => (await usageOf(admin, machine.clientId)).filter(({ day }) => day >= today);
  const total = async () => (await usage()).reduce((sum, { tokensServed }) => sum + tokensServed, 0);
  const beside = (options: BrokerOptions = {}) =>
    startBroker({ beside: broker, endpoints: { dynamodb: dynamodb.endpoint }, ...options });
  const isFlush = ({ operation, body }: Call) =>
    operation === 'TransactWriteItems' && JSON.stringify(body).includes('USAGE_BATCH#');

  it('counts tokens, refusals and calls of Cognito, once they are stored', async () => {
    await asks(3);
    expect(await ask(withAnotherSecret(machine.credential))).toBe(400);
    expect(await usage()).toEqual([]);
    await flushUsage(broker);
    const item = { day: today, clientId: machine.clientId };
    // The first token came with the sign-in that the credential was issued with.
    expect(await usage()).toEqual([
      { ...item, tokensServed: 3, cognitoCalls: 1, cognitoCallsSaved: 2, refused: 1 },
    ]);

    const back = travel(broker, 14 * MINUTE);
    await asks(1);
    back();
    await flushUsage(broker);
    const items = await usage();
    const sum = (field: 'tokensServed' | 'cognitoCalls') =>
      items.reduce((count, one) => count + one[field], 0);
    expect([sum('tokensServed'), sum('cognitoCalls')]).toEqual([4, 2]);
  });

  it('counts every way to be refused a token, and nothing that is no request for one', async () => {
    const { clientId, credential } = machine;
    const api = new Api(broker.url);
    const spoilt = withAnotherSecret(credential);
    const other = await makeMachine(admin);
    const clientCredentials = { grant_type: 'client_credentials' };
    const refreshToken = { grant_type: 'refresh_token', refresh_token: credential };
    const refused = [
      await api.token({ ...refreshToken, refresh_token: spoilt }),
      await api.token({ ...refreshToken, client_id: other.clientId }),
      await api.token(clientCredentials, basic(clientId, spoilt)),
      await api.token(refreshToken, basic(clientId, spoilt)),
    ];
    expect(refused.map(({ status }) => status)).toEqual([400, 400, 401, 401]);

    await api.token({ ...refreshToken, refresh_token: 'hunter2', client_id: clientId });
    await api.token({ ...refreshToken, refresh_token: ofUnknownClient() });
    await api.token({ ...refreshToken, scope: 'not:theirs' });
    await api.oauth('/oauth/revoke', { token: spoilt }, basic(clientId, spoilt));
    await api.oauth('/oauth/introspect', { token: credential }, basic(clientId, credential));
    await flushUsage(broker);
    expect(await usage()).toEqual([expect.objectContaining({ tokensServed: 0, refused: 4 })]);
    const { items } = (await operator.api.get<{ items: UsageDto[] }>(PATH)).body;
    expect(items).toEqual([]);
  });

  it('counts a credential as in use that only authenticates its client', async () => {
    const beside = await issueCredential(admin, machine.clientId);
    const form = { grant_type: 'refresh_token', refresh_token: machine.credential };
    const { status } = await new Api(broker.url).token(form, basic(machine.clientId, beside.credential));
    expect(status).toBe(200);
    await flushUsage(broker);
    const path = `/api/v1/clients/${machine.clientId}/credentials/${beside.credentialId}`;
    const { body } = await admin.get<{ lastUsedAt: string | null }>(path);
    expect(body.lastUsedAt).not.toBeNull();
    expect(await total()).toBe(1);
  });

  it('costs no write a request', async () => {
    await flushUsage(broker);
    const writes: Call[] = [];
    answer = (call) => {
      const isRead = ['GetItem', 'BatchGetItem', 'Query'].includes(call.operation);
      // The runner of pending work keeps its lease, and the replica its place in the fleet, whatever is asked for.
      if (!isRead && !/LEASE#runner|REPLICAS/.test(JSON.stringify(call.body))) writes.push(call);
      return call.forward();
    };
    await asks(20);
    for (let time = 0; time < 5; time++) await ask(withAnotherSecret(machine.credential));
    // Half a minute may have passed.
    expect(writes.filter((call) => !isFlush(call))).toEqual([]);
    await flushUsage(broker);
    expect(writes.filter(isFlush).length).toBeLessThanOrEqual(2);
    expect(await total()).toBe(20);
  });

  it.each<[string, (call: Call) => Promise<Answer>]>([
    ['nothing arrives', () => Promise.resolve(BROKEN)],
    ['the answers are lost', (call) => call.forward().then(() => BROKEN)],
  ])('loses nothing and counts nothing twice while %s', async (_, fault) => {
    await asks(2);
    answer = (call) => (isFlush(call) ? fault(call) : call.forward());
    await flushUsage(broker);
    await asks(3);
    await flushUsage(broker);
    answer = ({ forward }) => forward();
    await flushUsage(broker);
    expect(await total()).toBe(5);
  });

  it('adds up over replicas, a process that is stopped among them', async () => {
    const replica = await startBrokerProcess(broker);
    await Promise.all([asks(4, replica), asks(3)]);
    expect(await replica.stop()).toBe(0);
    await flushUsage(broker);
    expect(await total()).toBe(7);
  }, 60_000);

  it('takes along at shutdown the request that ends last', async () => {
    const [arrived, go] = [gate(), gate()];
    const replica = await beside();
    answer = async (call) => {
      if (call.operation === 'BatchGetItem') {
        arrived.open();
        await go.passed;
      }
      return call.forward();
    };
    const last = ask(machine.credential, replica);
    await Promise.race([arrived.passed, last]);
    const stopped = replica.stop();
    await flushUsage(replica);
    go.open();
    expect(await last).toBe(200);
    await stopped;
    expect(await total()).toBe(1);
  });

  describe('of a tenant', () => {
    it('is nobody else’s', async () => {
      const other = await makeTenant(operator);
      await asks(1);
      await flushUsage(broker);
      const headers = { 'x-request-id': 'the-same' };
      const ask = (query: string) => other.admin.api.get(`${PATH}?${query}`, { headers });

      expect((await ask('limit=100')).text).not.toContain(machine.clientId);
      const unknown = await ask('tenantId=tn_0000000000000000');
      for (const tenantId of [tenant.tenantId, 'platform']) {
        const { status, text } = await ask(`tenantId=${tenantId}`);
        expect([status, text]).toEqual([404, unknown.text]);
      }
      expect((await ask(`tenantId=${other.tenantId}`)).status).toBe(200);
    });

    it('is read by operators, who see the platform’s when they name none', async () => {
      await asks(1);
      await flushUsage(broker);
      const { body } = await operator.api.get<{ items: UsageDto[] }>(`${PATH}?tenantId=${tenant.tenantId}`);
      expect(body.items).toEqual((await admin.get<{ items: UsageDto[] }>(PATH)).body.items);
      expect((await operator.api.get<{ items: UsageDto[] }>(PATH)).body.items).toEqual([]);
    });

    it('comes by day, the newest first, page by page, within the days asked for', async () => {
      const own = await makeTenant(operator);
      machine = await makeMachine(own.admin.api);
      for (const daysAgo of [0, 2, 1]) {
        const back = travel(broker, -daysAgo * DAY);
        await asks(1);
        back();
      }
      await flushUsage(broker);
      const days = (some: UsageDto[]) => some.map(({ day }) => day);
      const expected = [0, 1, 2].map((ago) => dayOf(Date.parse(today) - ago * DAY));
      for (const limit of [1, 2, 20])
        expect(days(await everyPage<UsageDto>(own.admin.api, PATH, limit))).toEqual(expected);

      const within = async (query: string) =>
        days((await own.admin.api.get<{ items: UsageDto[] }>(`${PATH}?${query}`)).body.items);
      const [first, middle, last] = expected as [string, string, string];
      expect(await within(`from=${middle}`)).toEqual([first, middle]);
      expect(await within(`to=${middle}T00:00:00Z`)).toEqual([middle, last]);
      expect(await within(`from=${middle}T23:59:59Z&to=${middle}`)).toEqual([middle]);
      expect(await within(`from=${first}&to=${last}`)).toEqual([]);
      expect(await within('from=1969-07-20&to=9999-12-31T23:59:59-23:00')).toEqual(expected);
    });

    it.each(['from=yesterday', 'to=2026-02-30', 'limit=0', 'tenantId=x', 'day=2026-01-01', 'cursor=x'])(
      'is refused with %s',
      async (query) => {
        expect((await admin.get(`${PATH}?${query}`)).status).toBe(400);
      },
    );
  });
});
