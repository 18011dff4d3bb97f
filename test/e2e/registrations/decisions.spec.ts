import { AdminDeleteUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { PeoplePool } from '../../../src/admin/ports/people-pool.js';
import type { AdmissionDto, RegistrationDto } from '../../../src/admin/registrations/registration.dto.js';
import { DAY } from '../../../src/common/clock.js';
import { WorkQueue } from '../../../src/work/work-queue.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { emulators } from '../../support/emulators.js';
import { eventually } from '../../support/eventually.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { mailsTo } from '../../support/mailbox.js';
import { everyPage } from '../../support/pages.js';
import {
  acceptInvitation,
  anAddress,
  aRegistration,
  makeOperator,
  type TestPerson,
} from '../../support/people.js';
import { patience } from '../../support/signals.js';

describe('a registration that an operator decides on', () => {
  let broker: TestBroker;
  let operator: TestPerson;
  let dynamodb: FaultProxy;

  beforeAll(async () => {
    dynamodb = await startFaultProxy(emulators().dynamodb);
    broker = await startBroker({ tableProxy: dynamodb });
    operator = await makeOperator(broker);
  });
  afterAll(async () => {
    await broker.stop();
    await dynamodb.stop();
  });

  const list = (query: string) =>
    operator.api.get<{ items: RegistrationDto[] }>(`/api/v1/registrations?${query}`);
  const approve = (id: string, body?: object) =>
    operator.api.post<AdmissionDto>(`/api/v1/registrations/${id}/approve`, { body });
  const reject = (id: string) => operator.api.post<RegistrationDto>(`/api/v1/registrations/${id}/reject`);

  /** Registers as anybody may. @returns its id */
  async function register(email = anAddress()): Promise<string> {
    await new Api(broker.url).post('/api/v1/registrations', { body: aRegistration(email) });
    const { items } = (await list('limit=100')).body;
    return items.find(({ admin, status }) => admin.email === email && status === 'pending')!.registrationId;
  }

  /** Lets neither of two decisions be stored before both are taken. */
  async function together<T>(one: Promise<T>, other: Promise<T>): Promise<[T, T]> {
    const stored = dynamodb.count('TransactWriteItems');
    const hold = dynamodb.hold('TransactWriteItems');
    await eventually(
      () => Promise.resolve(dynamodb.count('TransactWriteItems') - stored),
      (waiting) => waiting >= 2,
    );
    hold.release();
    return Promise.all([one, other]);
  }

  it('approved: tenant, admin and client are there, and the admin can sign in', async () => {
    const email = anAddress();
    const { status, body } = await approve(await register(email), { allowedScopes: ['stock'] });

    expect(status).toBe(200);
    expect(body).toMatchObject({
      tenant: { name: 'Acme', status: 'active', allowedScopes: ['stock'] },
      admin: { email, role: 'tenant_admin', status: 'invited' },
      client: { name: 'first', status: 'active', scopes: ['stock'] },
    });
    const { api } = await acceptInvitation(operator.api, email);
    expect((await api.get(`/api/v1/clients/${body.client.clientId}`)).status).toBe(200);
  });

  it('approved again: the same, and nobody is invited twice', async () => {
    const email = anAddress();
    const id = await register(email);
    const first = await approve(id, { allowedScopes: ['stock'] });
    const again = await approve(id, { allowedScopes: ['other'] });

    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(await mailsTo(email)).toHaveLength(1);
  });

  it('approved by two at once: once', async () => {
    const email = anAddress();
    const id = await register(email);
    const [one, other] = await together(approve(id), approve(id));

    expect([one.status, other.status]).toEqual([200, 200]);
    expect(other.body.tenant).toEqual(one.body.tenant);
    expect(other.body.client.clientId).toBe(one.body.client.clientId);
    expect(await mailsTo(email)).toHaveLength(1);
  });

  it('approved: 409 for rejecting it', async () => {
    const id = await register();
    await approve(id);

    expect(await reject(id)).toMatchObject({ status: 409, body: { code: 'registration_decided' } });
  });

  it('rejected, however often: told so', async () => {
    const id = await register();
    for (const { status, body } of [await reject(id), await reject(id)])
      expect([status, body]).toEqual([
        200,
        expect.objectContaining({ registrationId: id, status: 'rejected' }),
      ]);
  });

  it('rejected: 409 for approving it, and nothing is made', async () => {
    const email = anAddress();
    const id = await register(email);
    await reject(id);

    expect(await approve(id)).toMatchObject({ status: 409, body: { code: 'registration_decided' } });
    expect(await mailsTo(email)).toEqual([]);
  });

  it('409 where its address has become somebody else’s', async () => {
    const email = anAddress();
    const [first, second] = [await register(email), await register(email)];

    expect((await approve(first)).status).toBe(200);
    expect(await approve(second)).toMatchObject({ status: 409, body: { code: 'email_taken' } });
    const { items } = (await list('status=pending&limit=100')).body;
    expect(items.map(({ registrationId }) => registrationId)).toContain(second);
  });

  it('409 while somebody else in the pool has its address, nobody’s work meanwhile; 200 once they are gone', async () => {
    const email = anAddress();
    const foreign = { email, name: 'Foreign', invitationId: 'foreign' };
    await broker.app.get(PeoplePool).invite(foreign, patience());
    const id = await register(email);
    const due = () => broker.app.get(WorkQueue).due(Date.now() + DAY, 100, patience());

    expect(await approve(id)).toMatchObject({ status: 409, body: { code: 'email_taken' } });
    expect(await due()).not.toContainEqual({ kind: 'registration', registrationId: id });
    expect(await approve(id)).toMatchObject({ status: 409, body: { code: 'email_taken' } });
    const { client, pool } = broker.people;
    await client.send(new AdminDeleteUserCommand({ UserPoolId: pool.userPoolId, Username: email }));
    expect(await approve(id)).toMatchObject({ status: 200, body: { admin: { email } } });
  });

  it('is listed newest first, by status too, each once', async () => {
    const pending = await register();
    const rejected = await register();
    await reject(rejected);
    const all = await everyPage<RegistrationDto>(operator.api, '/api/v1/registrations', 3);
    const ids = all.map(({ registrationId }) => registrationId);

    expect(ids.slice(0, 2)).toEqual([rejected, pending]);
    expect(new Set(ids).size).toBe(ids.length);
    const { items } = (await list('status=rejected&limit=100')).body;
    expect(new Set(items.map(({ status }) => status))).toEqual(new Set(['rejected']));
    expect(items.map(({ registrationId }) => registrationId)).toContain(rejected);
  });
});
