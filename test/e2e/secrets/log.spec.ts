import { randomUUID } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { Api, basic } from '../../support/api.js';
import { startBroker, type TestBroker, variables } from '../../support/broker.js';
import { type BrokerProcess, startBrokerProcess } from '../../support/broker-process.js';
import { eventually } from '../../support/eventually.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { emulators } from '../../support/emulators.js';
import { makeOperator, makeTenant, type TestTenant } from '../../support/people.js';

/** Not of the shape of any secret, so that no redaction by shape can hide a place that logs what it is given. */
const CANARY = 'canary-that-nobody-may-ever-see';

/** docs/promises.md, 5: no secret is in a log, an error or a URL, and none is stored in clear. */
describe('the log', () => {
  let ground: TestBroker;
  let cognito: FaultProxy;
  let broker: BrokerProcess;
  let tenant: TestTenant;
  let api: Api;
  let admin: Api;

  beforeAll(async () => {
    cognito = await startFaultProxy(emulators().cognitoLocal);
    ground = await startBroker();
    const env = { LOG_LEVEL: 'debug', AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.endpoint };
    broker = await startBrokerProcess(ground, env);
    tenant = await makeTenant(await makeOperator(ground));
    api = new Api(broker.url);
    admin = api.as(tenant.admin.accessToken);
  }, 60_000);
  afterAll(async () => {
    await broker.stop();
    await ground.stop();
    await cognito.stop();
  });

  it('holds no secret, wherever one is sent, and neither does the table', async () => {
    const { email, password, accessToken, refreshToken } = tenant.admin;
    const path = `/api/v1/clients/${tenant.clientId}/credentials`;
    const once = { body: {}, headers: { 'idempotency-key': CANARY } };
    const { credential } = (await admin.post<{ credential: string }>(path, once)).body;
    expect((await admin.post<{ credential: string }>(path, once)).body.credential).toBe(credential);
    const token = await api.token({ grant_type: 'refresh_token', refresh_token: credential });
    await sendEverywhere(credential);
    await sendEverywhere(CANARY);
    await api.post('/api/v1/auth/login', { body: { email, password } });
    await api.post('/api/v1/auth/refresh', { body: { refreshToken } });
    const app = (await admin.post<{ secret: string }>('/api/v1/auth/mfa')).body;
    await failEverywhere(credential);

    const { MACHINE_CLIENT_SECRET, PORTAL_CLIENT_SECRET, LOCAL_MASTER_KEY } = variables(ground);
    const secrets = [
      ...[app.secret, CANARY, credential, credential.slice(29, 72), password, accessToken, refreshToken],
      ...[token.body.access_token, MACHINE_CLIENT_SECRET, PORTAL_CLIENT_SECRET, LOCAL_MASTER_KEY],
    ];
    const log = await wholeLog();
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(7);
      expect(log).not.toContain(secret);
    }
    const table = await wholeTable();
    expect(table).toContain(`IDEMPOTENCY#${tenant.adminId}`);
    // A client was called like the canary.
    for (const secret of secrets.filter((one) => one !== CANARY)) expect(table).not.toContain(secret);
  });

  /** Every place of a request in which somebody may put a secret, rightly or wrongly. */
  async function sendEverywhere(secret: string): Promise<void> {
    const form = { grant_type: 'refresh_token', refresh_token: secret };
    const headers = { 'x-request-id': `${secret}!`, 'user-agent': secret, cookie: secret };
    await api.token(form, headers);
    await api.token({ ...form, grant_type: secret, scope: secret, client_id: secret, [secret]: secret });
    await api.token({ grant_type: 'client_credentials' }, basic(secret, secret));
    await api.token(form, { authorization: `Bearer ${secret}` });
    await api.token(`${secret}=%zz`);
    await api.fetch(`/oauth/token?refresh_token=${secret}`, { method: 'POST' });
    await api.fetch(`/api/v1/clients/${secret}?cursor=${secret}&${secret}=1`);
    await api.as(secret).get(`/api/v1/clients/${secret}`);
    await admin.get(`/api/v1/clients/${secret}?cursor=${secret}`);
    await admin.get(`/api/v1/clients?cursor=${secret}`);
    await admin.post('/api/v1/clients', { body: { [secret]: secret, name: { secret } } });
    await admin.fetch('/api/v1/clients', { method: 'POST', body: `{"${secret}"` });
    const body = { email: `${secret}@acme.example`, password: secret, refreshToken: secret };
    await api.post('/api/v1/auth/login', { body: { email: body.email, password: secret } });
    await api.post('/api/v1/auth/refresh', { body: { refreshToken: secret } });
    const challenge = { challenge: 'NEW_PASSWORD_REQUIRED', session: secret, newPassword: secret };
    await api.post('/api/v1/auth/challenge', { body: { email: body.email, ...challenge } });
    const reset = { email: body.email, code: secret, newPassword: secret };
    await api.post('/api/v1/auth/reset-password', { body: reset });
    await api.post('/api/v1/auth/logout', { body: { refreshToken: secret } });
    await admin.post('/api/v1/auth/mfa/verify', { body: { code: secret } });
    await api.post('/api/v1/registrations', { body: { organization: secret, client: secret } });
  }

  /** What the SDK and the broker say of failures, with their causes and stacks. */
  async function failEverywhere(credential: string): Promise<void> {
    const { email, password } = tenant.admin;
    for (const fault of [() => cognito.down(), () => cognito.status('*', REFUSAL)]) {
      fault();
      await api.post('/api/v1/auth/login', { body: { email, password } });
      await admin.post(`/api/v1/clients/${tenant.clientId}/credentials`, { body: {} });
      await admin.post('/api/v1/clients', { body: { name: CANARY } });
      await api.token({ grant_type: 'refresh_token', refresh_token: credential });
      cognito.clear();
    }
  }

  const REFUSAL = { status: 400, type: 'InternalErrorException', message: CANARY };

  /** All lines up to a request that was sent last; so the log was really read. */
  async function wholeLog(): Promise<string> {
    const last = `last-${randomUUID()}`;
    await api.fetch('/health/live', { headers: { 'x-request-id': last } });
    const lines = await eventually(
      () => Promise.resolve(broker.lines),
      (seen) => seen.some((line) => line.includes(last)),
    );
    expect(lines.filter((line) => line.includes('/oauth/token')).length).toBeGreaterThan(10);
    return lines.join('\n');
  }

  /** Every item, sealed values and hashes as the bytes that they are. */
  async function wholeTable(): Promise<string> {
    const { documents, tableName } = ground.table;
    const { Items = [], LastEvaluatedKey } = await documents.send(new ScanCommand({ TableName: tableName }));
    expect(LastEvaluatedKey).toBeUndefined();
    return JSON.stringify(Items, (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
  }
});
