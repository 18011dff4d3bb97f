import { randomUUID } from 'node:crypto';
import type { AuditPageDto } from '../../../src/audit/audit.dto.js';
import type { UserDto, UserPageDto } from '../../../src/admin/users/user.dto.js';
import { WorkRunner } from '../../../src/work/work-runner.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { type BrokerProcess, startBrokerProcess } from '../../support/broker-process.js';
import { emulators } from '../../support/emulators.js';
import { eventually } from '../../support/eventually.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import {
  acceptInvitation,
  anAddress,
  aRegistration,
  makeOperator,
  makeTenant,
  type TestPerson,
  type TestTenant,
} from '../../support/people.js';
import { travel } from '../../support/travel.js';

const USERS = '/api/v1/admin/users';
const ONCE = { times: 1 };
const NO_MAIL = { status: 400, type: 'CodeDeliveryFailureException' };

describe('people', () => {
  let cognito: FaultProxy;
  let broker: TestBroker;
  let replica: BrokerProcess;
  let operator: TestPerson;
  let tenant: TestTenant;

  beforeAll(async () => {
    cognito = await startFaultProxy(emulators().cognitoLocal);
    broker = await startBroker({ endpoints: { cognito: cognito.endpoint } });
    replica = await startBrokerProcess(broker);
    operator = await makeOperator(broker);
    tenant = await makeTenant(operator);
  }, 60_000);
  afterEach(() => cognito.clear());
  afterAll(async () => {
    await replica.stop();
    await broker.stop();
    await cognito.stop();
  });

  const colleague = (email = anAddress('ben')) => ({ email, name: 'Ben', role: 'tenant_admin' });
  const invite = (body: object, by = tenant.admin.api) => by.post<UserDto>(USERS, { body });
  const list = async (by: Api, query = '') => (await by.get<UserPageDto>(`${USERS}${query}`)).body.items;
  const remove = (userId: string, by = operator.api) => by.delete(`${USERS}/${userId}`);
  const idOf = async ({ api }: TestPerson) =>
    (await api.get<{ userId: string }>('/api/v1/auth/me')).body.userId;
  /** What is due by now, and what a request has left to itself. */
  const finishPendingWork = async () => {
    const back = travel(broker, 60_000);
    await broker.app.get(WorkRunner).round();
    back();
  };

  it('are invited by an admin of their tenant, listed, and removed', async () => {
    const email = anAddress('ben');
    const invited = await invite(colleague(email));
    const { userId } = invited.body;
    const expected = { ...colleague(email), userId, tenantId: tenant.tenantId, status: 'invited' };
    expect([invited.status, invited.body]).toEqual([201, expected]);

    const ben = await acceptInvitation(operator.api, email);
    const active = { ...expected, status: 'active' };
    expect(await list(tenant.admin.api)).toContainEqual(active);
    expect(await list(operator.api, `?tenantId=${tenant.tenantId}`)).toContainEqual(active);
    expect(await list(operator.api)).not.toContainEqual(active);

    const removed = await remove(userId, tenant.admin.api);
    expect([removed.status, removed.text]).toEqual([204, '']);
    expect((await ben.api.get('/api/v1/auth/me')).status).toBe(401);
    expect((await remove(userId, tenant.admin.api)).status).toBe(404);
    const { items } = (await tenant.admin.api.get<AuditPageDto>('/api/v1/audit-events')).body;
    const trail = items.filter(({ target }) => target.id === userId).map(({ action }) => action);
    expect(trail).toEqual(['user.removed', 'user.signed_in', 'user.activated', 'user.invited']);
  });

  it('can be invited again once they were removed, as somebody else', async () => {
    const first = (await invite(colleague())).body;
    await remove(first.userId);
    const again = await eventually(
      () => invite(colleague(first.email)),
      ({ status }) => status === 201,
    );
    expect(again.body.userId).not.toBe(first.userId);
  });

  it('are operators when an operator says so', async () => {
    const email = anAddress('operator');
    const { status, body } = await invite({ email, name: 'Oskar', role: 'operator' }, operator.api);
    expect([status, body.tenantId, body.role]).toEqual([201, 'platform', 'operator']);
    const { api } = await acceptInvitation(operator.api, email);
    expect((await api.get('/api/v1/admin/tenants')).status).toBe(200);
    await remove(body.userId);
  });

  it('lose their access on every replica with the answer to their removal', async () => {
    for (let round = 0; round < 5; round++) {
      const { email, userId } = (await invite(colleague())).body;
      const { accessToken, refreshToken } = await acceptInvitation(operator.api, email);
      const there = new Api(replica.url, accessToken);
      expect((await there.get('/api/v1/auth/me')).status).toBe(200);
      await remove(userId);
      expect((await there.get('/api/v1/auth/me')).status).toBe(401);
      expect((await there.post('/api/v1/auth/refresh', { body: { refreshToken } })).status).toBe(401);
    }
  });

  it('keep one operator, when two remove each other at once on two replicas', async () => {
    for (let round = 0; round < 3; round++) {
      const other = await makeOperator(broker);
      const [mine, others] = [await idOf(operator), await idOf(other)];
      const elsewhere = new Api(replica.url, other.accessToken);
      const answers = await Promise.all([remove(others), elsewhere.delete(`${USERS}/${mine}`)]);
      const codes = answers.map(({ status }) => status).sort();
      expect([JSON.stringify([204, 401]), JSON.stringify([204, 409])]).toContain(JSON.stringify(codes));
      if ((await operator.api.get('/api/v1/auth/me')).status !== 200) operator = other;
      expect((await list(operator.api)).map(({ userId }) => userId)).toEqual([await idOf(operator)]);
    }
    expect((await remove(await idOf(operator))).body.code).toBe('own_account');
  });

  it('are there although the mail cannot be sent, and are mailed again', async () => {
    cognito.status('AdminCreateUser', NO_MAIL, ONCE);
    const { body: ben } = await invite(colleague());
    expect(ben.status).toBe('invitation_failed');

    const resend = () => tenant.admin.api.post<UserDto>(`${USERS}/${ben.userId}/resend-invitation`);
    cognito.status('AdminCreateUser', NO_MAIL, ONCE);
    expect((await resend()).body.status).toBe('invitation_failed');
    const resent = await resend();
    expect([resent.status, resent.body]).toEqual([200, { ...ben, status: 'invited' }]);
    await acceptInvitation(operator.api, ben.email);
    const refused = await resend();
    expect([refused.status, refused.body]).toMatchObject([409, { code: 'already_active' }]);
  });

  it('are admitted with their tenant although the mail cannot be sent', async () => {
    cognito.status('AdminCreateUser', NO_MAIL, ONCE);
    const { status, body } = await operator.api.post<{ admin: UserDto }>('/api/v1/registrations', {
      body: aRegistration(),
    });
    expect([status, body.admin.status]).toEqual([201, 'invitation_failed']);
  });

  it('are made by a repeat where Cognito was away, or by the runner', async () => {
    const [repeated, left] = [colleague(), colleague()];
    for (const body of [repeated, left]) {
      cognito.status('AdminCreateUser', { status: 500, type: 'InternalErrorException' });
      expect((await invite(body)).status).toBe(503);
    }
    cognito.clear();
    expect((await invite(repeated)).status).toBe(201);
    await finishPendingWork();
    const there = (await list(tenant.admin.api, '?limit=100')).map(({ email }) => email);
    expect(there).toEqual(expect.arrayContaining([repeated.email, left.email]));
  });

  it('leave nothing in Cognito, although it was away when they were removed', async () => {
    const { email, userId } = (await invite(colleague())).body;
    cognito.status('AdminDeleteUser', { status: 500, type: 'InternalErrorException' });
    expect((await remove(userId)).status).toBe(204);
    expect((await invite(colleague(email))).body).toMatchObject({ code: 'email_taken' });
    cognito.clear();
    await finishPendingWork();
    expect((await invite(colleague(email))).status).toBe(201);
  });

  describe('refused', () => {
    it.each<[string, object, number, string]>([
      ['an operator', { role: 'operator' }, 403, 'forbidden'],
      ['into another tenant', { tenantId: 'tn_0123456789abcdef' }, 404, 'not_found'],
      ['into the operators’ tenant', { tenantId: 'platform' }, 400, 'validation_failed'],
      ['no address', { email: 'ben' }, 400, 'validation_failed'],
      ['a role that there is not', { role: 'root' }, 400, 'validation_failed'],
    ])('an admin may not invite %s', async (_, fields, status, code) => {
      const answer = await invite({ ...colleague(), ...fields });
      expect([answer.status, answer.body]).toMatchObject([status, { code }]);
    });

    it.each<[string, object, number, string]>([
      ['an admin of no tenant', {}, 400, 'validation_failed'],
      ['an admin of the platform', { tenantId: 'platform' }, 400, 'validation_failed'],
      ['an admin of an unknown tenant', { tenantId: 'tn_0123456789abcdef' }, 404, 'not_found'],
      [
        'an operator of a tenant',
        { role: 'operator', tenantId: 'tn_0123456789abcdef' },
        400,
        'validation_failed',
      ],
    ])('an operator may not invite %s', async (_, fields, status, code) => {
      const answer = await invite({ ...colleague(), ...fields }, operator.api);
      expect([answer.status, answer.body]).toMatchObject([status, { code }]);
    });

    it('an address that is somebody’s already', async () => {
      const answer = await invite(colleague(tenant.admin.email));
      expect([answer.status, answer.body]).toMatchObject([409, { code: 'email_taken' }]);
      expect((await invite(colleague(operator.email))).body).toMatchObject({ code: 'email_taken' });
    });

    it('an admin of a suspended tenant, but not a removal', async () => {
      const other = await makeTenant(operator);
      const { userId } = (await invite(colleague(), other.admin.api)).body;
      await operator.api.post(`/api/v1/admin/tenants/${other.tenantId}/suspend`);
      expect((await invite(colleague(), other.admin.api)).body).toMatchObject({ code: 'tenant_not_active' });
      const resend = other.admin.api.post(`${USERS}/${userId}/resend-invitation`);
      expect((await resend).body.code).toBe('tenant_not_active');
      expect((await remove(userId, other.admin.api)).status).toBe(204);
    });

    it('what is another tenant’s, like what is not there', async () => {
      const { adminId } = await makeTenant(operator);
      const headers = { 'x-request-id': 'the-same' };
      for (const action of ['', '/resend-invitation']) {
        const ask = async (id: string) => {
          const method = action === '' ? 'DELETE' : 'POST';
          const answer = await tenant.admin.api.call(method, `${USERS}/${id}${action}`, { headers });
          return [answer.status, answer.text];
        };
        expect(await ask(adminId)).toEqual(await ask(randomUUID()));
        expect((await ask(adminId))[0]).toBe(404);
      }
      expect((await tenant.admin.api.get(`${USERS}?tenantId=platform`)).status).toBe(404);
    });

    it('one’s own removal', async () => {
      const answer = await remove(tenant.adminId, tenant.admin.api);
      expect([answer.status, answer.body.code]).toEqual([409, 'own_account']);
    });
  });
});
