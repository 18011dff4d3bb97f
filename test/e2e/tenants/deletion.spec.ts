import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { jest } from '@jest/globals';
import { PeoplePool } from '../../../src/admin/ports/people-pool.js';
import type { RegistrationDto } from '../../../src/admin/registrations/registration.dto.js';
import type { AuditEventDto } from '../../../src/audit/audit.dto.js';
import type { IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import type { Client } from '../../../src/clients/domain/client.js';
import { ClientStore } from '../../../src/clients/ports/client-store.js';
import { MachinePool, UserConflict } from '../../../src/clients/ports/machine-pool.js';
import { type Millis, SECOND } from '../../../src/common/clock.js';
import { DependencyUnavailable } from '../../../src/common/errors/dependency-errors.js';
import { OWN_WORK } from '../../../src/common/own-work.js';
import type { TenantDto, TenantPageDto } from '../../../src/tenants/tenant.dto.js';
import { WorkQueue } from '../../../src/work/work-queue.js';
import { WorkRunner } from '../../../src/work/work-runner.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { type BrokerProcess, startBrokerProcess } from '../../support/broker-process.js';
import { cutOffsIn } from '../../support/cut-offs.js';
import { aClient, bytes } from '../../support/domain-fixtures.js';
import { emulators } from '../../support/emulators.js';
import { eventually } from '../../support/eventually.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { issueCredential, makeMachine } from '../../support/machines.js';
import { mailsTo } from '../../support/mailbox.js';
import {
  anAddress,
  aRegistration,
  makeOperator,
  makeTenant,
  type TestPerson,
  type TestTenant,
} from '../../support/people.js';
import { patience } from '../../support/signals.js';
import { travel } from '../../support/travel.js';

const TENANTS = '/api/v1/admin/tenants';
/** When nobody can be making anything of a tenant any more that was just found active. */
const OVERTAKEN = 2 * OWN_WORK + SECOND;
/** What may tell of a tenant when it is gone, each for its own time. */
const KEPT = ['AUDIT', 'CUTOFF', 'REGISTRATION', 'USAGE'];

describe('a tenant that is deleted', () => {
  let cognito: FaultProxy;
  let survivor: TestBroker;
  let victim: BrokerProcess;
  let operator: TestPerson;

  beforeAll(async () => {
    cognito = await startFaultProxy(emulators().cognitoLocal);
    survivor = await startBroker();
    // From now on it is this one that runs the loop.
    await survivor.app.get(WorkRunner).round();
    victim = await startBrokerProcess(survivor, {
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.endpoint,
    });
    operator = await makeOperator(survivor);
  }, 60_000);
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await survivor.stop();
    await cognito.stop();
  });

  const api = () => new Api(survivor.url);
  const read = (tenantId: string) => operator.api.get<TenantDto>(`${TENANTS}/${tenantId}`);
  const step = (tenantId: string, name: string) => operator.api.post(`${TENANTS}/${tenantId}/${name}`);
  const remove = (tenantId: string, by = operator.api) => by.delete<TenantDto>(`${TENANTS}/${tenantId}`);
  const token = ({ credential }: IssuedCredentialDto) =>
    api().token({ grant_type: 'refresh_token', refresh_token: credential });
  const trail = async (tenantId: string) => {
    const path = `/api/v1/audit-events?limit=100&tenantId=${tenantId}`;
    return (await operator.api.get<{ items: AuditEventDto[] }>(path)).body.items;
  };

  /** One round of the runner, `ahead` of now. */
  async function roundAt(ahead: Millis): Promise<void> {
    const back = travel(survivor, ahead);
    await survivor.app.get(WorkRunner).round();
    back();
  }

  const gone = (tenantId: string) =>
    eventually(
      async () => {
        await roundAt(OVERTAKEN);
        return (await read(tenantId)).status;
      },
      (status) => status === 404,
    );

  async function hasUser(clientId: string): Promise<boolean> {
    const { client, pool } = survivor.machines;
    const command = new AdminGetUserCommand({ UserPoolId: pool.userPoolId, Username: clientId });
    const found = client.send(command).then(() => true);
    return found.catch((error: Error) => {
      if (error.name === 'UserNotFoundException') return false;
      throw error;
    });
  }

  /** Kinds of items in whose key or content one of `ids` stands. */
  async function kindsThatTellOf(...ids: string[]): Promise<string[]> {
    const { documents, tableName } = survivor.table;
    const scan = new ScanCommand({ TableName: tableName, ConsistentRead: true });
    const { Items = [] } = await documents.send(scan);
    const telling = Items.filter((item) => ids.some((id) => JSON.stringify(item).includes(id)));
    return [...new Set(telling.map(({ PK }) => (PK as string).split('#')[0]!))];
  }

  describe('with clients, credentials, sessions, by a replica that is killed at it', () => {
    let tenant: TestTenant;
    let machines: IssuedCredentialDto[];
    let subs: string[];
    const ids = () => machines.map(({ clientId }) => clientId);

    beforeAll(async () => {
      tenant = await makeTenant(operator);
      const { api } = tenant.admin;
      machines = [await issueCredential(api, tenant.clientId), await makeMachine(api)];
      const past = await issueCredential(api, tenant.clientId);
      await api.delete(`/api/v1/clients/${past.clientId}/credentials/${past.credentialId}`);
      for (const machine of machines) expect((await token(machine)).status).toBe(200);
      const stored = ids().map((id) => survivor.app.get(ClientStore).find(id, patience()));
      subs = (await Promise.all(stored)).map((client) => client!.sub!);
    });

    it('is suspended first, and ends behind the answer: its clients are gone, each with a cut-off', async () => {
      await step(tenant.tenantId, 'suspend');
      const hold = cognito.hold('AdminDeleteUser');
      const before = (await read(tenant.tenantId)).body;
      const { status, body } = await remove(tenant.tenantId, new Api(victim.url).as(operator.accessToken));
      expect(status).toBe(202);
      expect(body).toEqual({ ...before, status: 'deleting', deletion: { done: 0, left: 1 } });

      await hold.held;
      const { body: underWay } = await eventually(
        () => read(tenant.tenantId),
        ({ body }) => body.deletion!.left === 3,
      );
      expect(underWay).toEqual({ ...body, deletion: { done: 1, left: 3 } });
      for (const id of ids()) expect((await operator.api.get(`/api/v1/clients/${id}`)).status).toBe(404);
      for (const machine of machines) expect((await token(machine)).body.error).toBe('invalid_grant');
      for (const sub of subs)
        expect(await cutOffsIn(survivor.table.table, sub)).toEqual([
          { claim: 'sub', value: sub, exp: expect.any(Number) as number },
        ]);
      await victim.kill();
    });

    it('does not come back: 202 for deleting it again, 409 for all else', async () => {
      const again = await remove(tenant.tenantId);
      expect([again.status, again.body]).toEqual([202, (await read(tenant.tenantId)).body]);
      expect(again.headers.get('etag')).toMatch(/^"/);

      const edit = { body: { name: 'x' }, headers: { 'if-match': '*' } };
      const refused = [
        await step(tenant.tenantId, 'suspend'),
        await step(tenant.tenantId, 'resume'),
        await operator.api.patch(`${TENANTS}/${tenant.tenantId}`, edit),
      ];
      for (const { status, body } of refused) expect([status, body.code]).toEqual([409, 'tenant_deleting']);
      const { tenantId, admin } = tenant;
      const widenings = [
        await operator.api.post('/api/v1/clients', { body: { name: 'x', tenantId } }),
        await operator.api.post('/api/v1/admin/users', {
          body: { email: anAddress(), name: 'Late', role: 'tenant_admin', tenantId },
        }),
      ];
      for (const { status, body } of widenings)
        expect([status, body.code]).toEqual([409, 'tenant_not_active']);
      expect((await admin.api.get('/api/v1/auth/me')).status).toBe(401);
      const { email, password } = admin;
      expect((await api().post('/api/v1/auth/login', { body: { email, password } })).status).toBe(401);
    });

    it('is carried on by another replica, and stays for as long as something may be in the making', async () => {
      for (const id of ids()) expect(await hasUser(id)).toBe(true);
      const { body } = await eventually(
        async () => {
          await roundAt(OWN_WORK + SECOND);
          return read(tenant.tenantId);
        },
        ({ body }) => body.deletion!.left === 1,
      );

      expect(body.deletion).toEqual({ done: 3, left: 1 });
      const { items } = (await operator.api.get<TenantPageDto>(`${TENANTS}?limit=100`)).body;
      expect(items).toContainEqual(body);
      for (const id of ids()) expect(await hasUser(id)).toBe(false);
    });

    it('is 404 in the end, and nothing is left of it but its record', async () => {
      await gone(tenant.tenantId);

      for (const answer of [await remove(tenant.tenantId), await step(tenant.tenantId, 'resume')])
        expect(answer.status).toBe(404);
      for (const machine of machines) expect((await token(machine)).body.error).toBe('invalid_grant');
      const left = await kindsThatTellOf(tenant.tenantId, tenant.adminId, ...ids());
      expect(left.filter((kind) => !KEPT.includes(kind))).toEqual([]);
      const again = { ...aRegistration(tenant.admin.email), organization: 'Anew' };
      expect((await operator.api.post('/api/v1/registrations', { body: again })).status).toBe(201);
    });

    it('is audited: its beginning in its own trail, which stays, its end in that of the operators', async () => {
      const own = await trail(tenant.tenantId);
      const ended = own.filter(({ action }) => ['client.deleted', 'user.removed'].includes(action));
      expect(own.find(({ action }) => action === 'tenant.deletion_begun')).toMatchObject({
        actor: { type: 'operator', email: operator.email },
        target: { type: 'tenant', id: tenant.tenantId },
      });
      expect(ended.map(({ target }) => target.id).sort()).toEqual([...ids(), tenant.adminId].sort());
      expect(new Set(ended.map(({ actor }) => actor.type))).toEqual(new Set(['system']));
      const ends = (await trail('platform')).filter(({ action }) => action === 'tenant.deleted');
      expect(ends).toMatchObject([{ actor: { type: 'system' }, target: { id: tenant.tenantId } }]);
    });
  });

  describe('with what is stored as', () => {
    let tenantId: string;
    const clients = () => survivor.app.get(ClientStore);
    const store = async (fields: Partial<Client> = {}) => {
      const client = aClient({ tenantId, ...fields });
      await clients().create(client, bytes('sealed'), { audit: [] }, patience());
      return client;
    };
    const begin = async () => {
      await step(tenantId, 'suspend');
      return remove(tenantId);
    };

    beforeEach(async () => {
      tenantId = (await makeTenant(operator)).tenantId;
    });

    it('many clients: some of them at a time, all in the end', async () => {
      const made: Client[] = [];
      for (let i = 0; i < 29; i++) made.push(await store({ sub: `${tenantId}-${i}` }));
      const list = jest.spyOn(clients(), 'list');
      await begin();
      await gone(tenantId);

      for (const [{ limit }] of list.mock.calls) expect(limit).toBeLessThanOrEqual(25);
      const ended = (await trail(tenantId)).filter(({ action }) => action === 'client.deleted');
      expect(new Set(ended.map(({ target }) => target.id)).size).toBe(30);
      expect(ended).toHaveLength(30);
      expect(await clients().count(tenantId, patience())).toBe(0);
    });

    it('a client that the list did not have: it waits for that one too', async () => {
      await begin();
      await eventually(
        async () => {
          await roundAt(OWN_WORK + SECOND);
          return (await read(tenantId)).body.deletion!.left;
        },
        (left) => left === 1,
      );
      const late = await store();
      await gone(tenantId);
      expect(await clients().find(late.id, patience())).toBeUndefined();
    });

    it('a client in the making: it is made, and then ends like the others', async () => {
      const created = jest.spyOn(survivor.app.get(MachinePool), 'createUser');
      created.mockRejectedValueOnce(new DependencyUnavailable('pool', 'create a user'));
      const body = { name: 'half-made', scopes: [], tenantId };
      expect((await operator.api.post('/api/v1/clients', { body })).status).toBe(503);
      await begin();
      await gone(tenantId);

      const { clientId } = created.mock.calls.at(-1)![0];
      const own = (await trail(tenantId)).filter(({ target }) => target.id === clientId);
      const actions = own.map(({ action }) => action).sort();
      expect(actions).toEqual(['client.activated', 'client.created', 'client.deleted']);
      expect(await hasUser(clientId)).toBe(false);
    });

    it('imported clients whose users are somebody else’s: they hold up no other, and go too', async () => {
      jest.spyOn(survivor.app.get(MachinePool), 'createUser').mockRejectedValue(new UserConflict());
      const half = { status: 'provisioning', sub: undefined, imported: { disabled: false } } as const;
      for (let i = 0; i < 25; i++) await store({ ...half, createdAt: Date.now() });
      const last = await store();
      await begin();
      await eventually(
        () => clients().find(last.id, patience()),
        (client) => client?.status !== 'active',
      );
      await gone(tenantId);
      expect(await clients().count(tenantId, patience())).toBe(0);
    });

    it('an approval that is not finished: nobody is invited any more', async () => {
      const email = anAddress();
      jest
        .spyOn(survivor.app.get(PeoplePool), 'invite')
        .mockRejectedValueOnce(new DependencyUnavailable('pool', 'invite'));
      const body = aRegistration(email);
      expect((await operator.api.post('/api/v1/registrations', { body })).status).toBe(503);
      const list = '/api/v1/registrations?limit=100';
      const { items } = (await operator.api.get<{ items: RegistrationDto[] }>(list)).body;
      const { registrationId } = items.find(({ admin }) => admin.email === email)!;
      const tenants = (await operator.api.get<TenantPageDto>(`${TENANTS}?limit=100`)).body.items;
      tenantId = tenants.at(-1)!.tenantId;
      await begin();
      await gone(tenantId);

      expect((await operator.api.post(`/api/v1/registrations/${registrationId}/approve`)).status).toBe(404);
      expect(await mailsTo(email)).toEqual([]);
      expect((await operator.api.post('/api/v1/registrations', { body })).status).toBe(201);
      const due = await survivor.app.get(WorkQueue).due(Date.now() + OVERTAKEN, 100, patience());
      expect(due).toEqual([]);
    });
  });
});
