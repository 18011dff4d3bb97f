import { Api, type Answer, type ProblemAnswer } from '../../support/api.js';
import type { TestBroker } from '../../support/broker.js';
import { ANY, type FaultProxy } from '../../support/fault-proxy.js';
import { type ProxiedBroker, startProxiedBroker } from '../../support/proxied-broker.js';
import {
  aRegistration,
  makeOperator,
  makeTenant,
  PASSWORD,
  type TestPerson,
  type TestTenant,
} from '../../support/people.js';

/** docs/promises.md, 7: an outage is told as 503 and Retry-After, on the portal too, and passes without a restart. */
describe('the portal while a dependency is away', () => {
  let proxied: ProxiedBroker;
  let dynamodb: FaultProxy;
  let cognito: FaultProxy;
  let broker: TestBroker;
  let operator: TestPerson;
  let tenant: TestTenant;
  let credentialId: string;

  beforeAll(async () => {
    proxied = await startProxiedBroker();
    ({ broker, dynamodb, cognito } = proxied);
    operator = await makeOperator(broker);
    tenant = await makeTenant(operator);
    ({ credentialId } = (await admin().post<{ credentialId: string }>(credentials(), { body: {} })).body);
  });
  afterEach(() => proxied.clear());
  afterAll(() => proxied.stop());

  const admin = () => tenant.admin.api;
  const anybody = () => new Api(broker.url);
  const client = () => `/api/v1/clients/${tenant.clientId}`;
  const credentials = () => `${client()}/credentials`;
  const signIn = () => ({ email: tenant.admin.email, password: tenant.admin.password });
  const reset = () => ({ email: tenant.admin.email, code: '123456', newPassword: PASSWORD });
  const answer = () => ({
    ...{ email: tenant.admin.email, challenge: 'SOFTWARE_TOKEN_MFA' },
    ...{ session: 'x'.repeat(40), code: '123456' },
  });

  const OPERATIONS: Readonly<Record<string, () => Promise<Answer<ProblemAnswer>>>> = {
    login: () => anybody().post('/api/v1/auth/login', { body: signIn() }),
    me: () => admin().get('/api/v1/auth/me'),
    refresh: () =>
      anybody().post('/api/v1/auth/refresh', { body: { refreshToken: tenant.admin.refreshToken } }),
    logout: () =>
      anybody().post('/api/v1/auth/logout', { body: { refreshToken: tenant.admin.refreshToken } }),
    'begin with an app': () => admin().post('/api/v1/auth/mfa'),
    'send a code of the app': () => admin().post('/api/v1/auth/mfa/verify', { body: { code: '123456' } }),
    'reset a password': () => anybody().post('/api/v1/auth/reset-password', { body: reset() }),
    'register anonymously': () => anybody().post('/api/v1/registrations', { body: aRegistration() }),
    'register as operator': () => operator.api.post('/api/v1/registrations', { body: aRegistration() }),
    'list registrations': () => operator.api.get('/api/v1/registrations'),
    'list clients': () => admin().get('/api/v1/clients'),
    'create a client': () => admin().post('/api/v1/clients', { body: { name: 'new' } }),
    'read a client': () => admin().get(client()),
    'disable a client': () => admin().post(`${client()}/disable`),
    'list credentials': () => admin().get(credentials()),
    'issue a credential': () => admin().post(credentials(), { body: {} }),
    'rotate a credential': () => admin().post(`${credentials()}/${credentialId}/rotate`, { body: {} }),
    'revoke a credential': () => admin().delete(`${credentials()}/${credentialId}`),
    'read the audit trail': () => admin().get('/api/v1/audit-events'),
  };
  const BY_COGNITO_ALONE: typeof OPERATIONS = {
    'answer a challenge': () => anybody().post('/api/v1/auth/challenge', { body: answer() }),
    'forget a password': () =>
      anybody().post('/api/v1/auth/forgot-password', { body: { email: tenant.admin.email } }),
  };
  const WITH_COGNITO = [
    ...Object.keys(BY_COGNITO_ALONE),
    'login',
    'refresh',
    'begin with an app',
    'send a code of the app',
    'reset a password',
    'register as operator',
    'create a client',
    'issue a credential',
    'rotate a credential',
  ];

  async function expectOutage(operation: string): Promise<void> {
    const { status, headers, body } = await { ...OPERATIONS, ...BY_COGNITO_ALONE }[operation]!();
    expect(body).toMatchObject({ status: 503, code: 'temporarily_unavailable' });
    expect(status).toBe(503);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(headers.get('content-type')).toContain('application/problem+json');
  }

  const withTable = Object.keys(OPERATIONS);

  it.each(withTable)('says so when the table is gone: %s', async (operation) => {
    dynamodb.down();
    await expectOutage(operation);
  });

  it.each(withTable)('says so when the table refuses: %s', async (operation) => {
    dynamodb.status(ANY, { status: 400, type: 'AccessDeniedException' });
    await expectOutage(operation);
  });

  it.each(WITH_COGNITO)('says so when Cognito is gone: %s', async (operation) => {
    cognito.down();
    await expectOutage(operation);
  });

  it.each(WITH_COGNITO)('says so when Cognito is throttling: %s', async (operation) => {
    cognito.status(ANY, { status: 400, type: 'TooManyRequestsException' });
    await expectOutage(operation);
  });

  it('says so within its deadline when Cognito never answers', async () => {
    cognito.blackHole(ANY);
    await expectOutage('login');
  });

  it('revoked nothing that it did not say was revoked', async () => {
    dynamodb.status('TransactWriteItems', { status: 500, type: 'InternalServerError' });
    await expectOutage('revoke a credential');
    dynamodb.clear();
    const { body } = await admin().get<{ status: string }>(`${credentials()}/${credentialId}`);
    expect(body.status).toBe('active');
  });

  it('says a revocation is done although the answer of the table was lost', async () => {
    dynamodb.resetAfter('TransactWriteItems', { times: 1 });
    expect((await OPERATIONS['revoke a credential']!()).status).toBe(204);
    const { body } = await admin().get<{ status: string }>(`${credentials()}/${credentialId}`);
    expect(body.status).toBe('revoked');
  });
});
