import type { SignedInDto } from '../../../src/admin/sign-in/sign-in.dto.js';
import type { AuditPageDto } from '../../../src/audit/audit.dto.js';
import { WorkRunner } from '../../../src/work/work-runner.js';
import { Api } from '../../support/api.js';
import type { TestBroker } from '../../support/broker.js';
import { type BrokerProcess, startBrokerProcess } from '../../support/broker-process.js';
import { eventually } from '../../support/eventually.js';
import type { FaultProxy } from '../../support/fault-proxy.js';
import { makeOperator, PASSWORD, type TestPerson } from '../../support/people.js';
import { type ProxiedBroker, startProxiedBroker } from '../../support/proxied-broker.js';
import { travel } from '../../support/travel.js';

describe('signing out', () => {
  let proxied: ProxiedBroker;
  let dynamodb: FaultProxy;
  let cognito: FaultProxy;
  let broker: TestBroker;
  let replica: BrokerProcess;
  let api: Api;

  beforeAll(async () => {
    proxied = await startProxiedBroker();
    ({ broker, dynamodb, cognito } = proxied);
    replica = await startBrokerProcess(broker);
    api = new Api(broker.url);
  }, 60_000);
  afterEach(() => proxied.clear());
  afterAll(async () => {
    await replica.stop();
    await proxied.stop();
  });

  const login = async ({ email }: TestPerson) =>
    (await api.post<SignedInDto>('/api/v1/auth/login', { body: { email, password: PASSWORD } })).body;
  const logout = (refreshToken: string) => api.post('/api/v1/auth/logout', { body: { refreshToken } });
  const refresh = (refreshToken: string, url = broker.url) =>
    new Api(url).post<SignedInDto>('/api/v1/auth/refresh', { body: { refreshToken } });
  const me = async (accessToken: string, url = broker.url) =>
    (await new Api(url, accessToken).get('/api/v1/auth/me')).status;
  /** Once what a request does behind its answer is no longer its own. */
  const tellCognito = async () => {
    const back = travel(broker, 60_000);
    await broker.app.get(WorkRunner).round();
    back();
  };
  /** By a clock that is behind, so that tokens from now on are younger than the sign-out. */
  const logoutLongAgo = async (refreshToken: string) => {
    const back = travel(broker, -10_000);
    expect((await logout(refreshToken)).status).toBe(204);
    back();
  };
  const seen = (operation: string, count: number) =>
    eventually(
      () => Promise.resolve(cognito.count(operation)),
      (arrived) => arrived >= count,
    );
  const refuseRevocation = () =>
    cognito.status('RevokeToken', { status: 500, type: 'InternalErrorException' });

  it('ends the access token and the sign-in with the answer, on every replica', async () => {
    const person = await makeOperator(broker);
    expect([await me(person.accessToken), await me(person.accessToken, replica.url)]).toEqual([200, 200]);

    expect((await logout(person.refreshToken)).status).toBe(204);

    expect([await me(person.accessToken), await me(person.accessToken, replica.url)]).toEqual([401, 401]);
    const refreshed = [await refresh(person.refreshToken), await refresh(person.refreshToken, replica.url)];
    expect(refreshed.map(({ status }) => status)).toEqual([401, 401]);
    expect((await logout(person.refreshToken)).status).toBe(204);
  });

  it('costs other sign-ins of the person a refresh at most, whose token is good', async () => {
    const person = await makeOperator(broker);
    const other = await login(person);
    await logout(person.refreshToken);

    expect(await me(other.accessToken)).toBe(401);
    const { status, body } = await refresh(other.refreshToken);
    expect([status, await me(body.accessToken)]).toEqual([200, 200]);
  });

  it('can be followed by a sign-in at once', async () => {
    const person = await makeOperator(broker);
    await logout(person.refreshToken);

    expect(await me((await login(person)).accessToken)).toBe(200);
  });

  it('holds while Cognito is away, which is told later', async () => {
    const person = await makeOperator(broker);
    refuseRevocation();
    const tries = cognito.count('RevokeToken');
    const answer = await logout(person.refreshToken);
    await seen('RevokeToken', tries + 1);

    expect([answer.status, (await refresh(person.refreshToken)).status]).toEqual([204, 401]);

    cognito.clear();
    await tellCognito();
    expect((await refresh(person.refreshToken)).status).toBe(401);
    const told = cognito.count('RevokeToken');
    await tellCognito();
    expect(cognito.count('RevokeToken')).toBe(told);
  });

  it('happens once: who tries an ended refresh token ends nothing any more', async () => {
    const person = await makeOperator(broker);
    const other = await login(person);
    const told = cognito.count('RevokeToken');
    await logout(person.refreshToken);
    await seen('RevokeToken', told + 1);
    await tellCognito();
    const { accessToken } = (await refresh(other.refreshToken)).body;
    expect((await logout(person.refreshToken)).status).toBe(204);

    expect(await me(accessToken)).toBe(200);
    const { items } = (await api.as(accessToken).get<AuditPageDto>('/api/v1/audit-events?limit=100')).body;
    const mine = items.filter(({ actor }) => actor.email === person.email);
    expect(mine.filter(({ action }) => action === 'user.signed_out')).toHaveLength(1);
  });

  it('is not outrun by a refresh that Cognito answers while it is told', async () => {
    const { refreshToken } = await makeOperator(broker);
    const hold = cognito.holdAnswer('InitiateAuth', { times: 1 });
    const refreshing = refresh(refreshToken);
    await hold.held;
    const told = cognito.count('RevokeToken');
    await logoutLongAgo(refreshToken);
    await seen('RevokeToken', told + 1);
    await tellCognito();
    hold.release();

    expect((await refreshing).status).toBe(401);
  });

  it('is not outrun by a refresh that waits because another sign-in has ended', async () => {
    const person = await makeOperator(broker);
    const other = await login(person);
    await logout(person.refreshToken);
    refuseRevocation();
    const asked = cognito.count('InitiateAuth');
    const waiting = refresh(other.refreshToken);
    await seen('InitiateAuth', asked + 1);
    await logoutLongAgo(other.refreshToken);

    expect((await waiting).status).toBe(401);
  });

  it('is not acknowledged while it cannot be stored', async () => {
    const person = await makeOperator(broker);
    dynamodb.status('TransactWriteItems', { status: 500, type: 'InternalServerError' });
    const { status, headers } = await logout(person.refreshToken);
    dynamodb.clear();

    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
    expect([await me(person.accessToken), (await refresh(person.refreshToken)).status]).toEqual([200, 200]);
  });

  it.each(['x', '', 'A'.repeat(4_000)])(
    'has nothing to end in what is no refresh token: %.10s',
    async (token) => {
      expect((await logout(token)).status).toBe(token === '' ? 400 : 204);
    },
  );
});
