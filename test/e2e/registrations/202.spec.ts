import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { AuditPageDto } from '../../../src/audit/audit.dto.js';
import { PeoplePool } from '../../../src/admin/ports/people-pool.js';
import type { RegistrationPageDto } from '../../../src/admin/registrations/registration.dto.js';
import { RegistrationStore } from '../../../src/admin/registrations/registration-store.js';
import { DAY } from '../../../src/common/clock.js';
import { WorkQueue } from '../../../src/work/work-queue.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { eventually } from '../../support/eventually.js';
import { mailsTo } from '../../support/mailbox.js';
import {
  acceptInvitation,
  anAddress,
  aRegistration,
  makeOperator,
  makeTenant,
  type TestPerson,
} from '../../support/people.js';
import { patience } from '../../support/signals.js';

const RECEIVED = '{"status":"received"}';

describe('POST /api/v1/registrations, 202', () => {
  let broker: TestBroker;
  let operator: TestPerson;

  describe.each(['approval', 'open'])('under REGISTRATION=%s', (REGISTRATION) => {
    beforeAll(async () => {
      broker = await startBroker({ env: { REGISTRATION } });
      operator = await makeOperator(broker);
    });
    afterAll(() => broker.stop());

    it('says the same to anybody, whether or not the address is known', async () => {
      const tenant = await makeTenant(operator);
      const answers = [
        await register(new Api(broker.url)),
        await register(new Api(broker.url), tenant.admin.email),
        await register(new Api(broker.url), operator.email),
        await register(tenant.admin.api),
      ];

      for (const { status, text } of answers) expect([status, text]).toEqual([202, RECEIVED]);
    });
  });

  describe('under REGISTRATION=approval', () => {
    beforeAll(async () => {
      broker = await startBroker({ env: { REGISTRATION: 'approval' } });
      operator = await makeOperator(broker);
    });
    afterAll(() => broker.stop());

    it('stores exactly one item, and nothing happens by itself', async () => {
      const email = anAddress();
      const before = await keys();
      await register(new Api(broker.url), email);
      const added = [...(await keys())].filter((key) => !before.has(key));

      expect(added).toEqual([expect.stringMatching(/^REGISTRATION#rg_[0-9a-hjkmnp-tv-z]{16} REGISTRATION$/)]);
      expect(await mailsTo(email)).toEqual([]);
    });

    it('waits for an operator', async () => {
      const sent = aRegistration(anAddress('New.Admin').toUpperCase());
      await new Api(broker.url).post('/api/v1/registrations', { body: sent });
      const listed = await operator.api.get<RegistrationPageDto>('/api/v1/registrations?status=pending');

      expect(listed.body.items[0]).toEqual({
        registrationId: expect.stringMatching(/^rg_/) as string,
        status: 'pending',
        organization: sent.organization,
        admin: { ...sent.admin, email: sent.admin.email.toLowerCase() },
        client: sent.client,
        createdAt: expect.any(String) as string,
      });
    });
  });

  describe('under REGISTRATION=open', () => {
    beforeAll(async () => {
      broker = await startBroker({ env: { REGISTRATION: 'open' } });
      operator = await makeOperator(broker);
    });
    afterAll(() => broker.stop());

    it('is approved behind the answer: the admin can sign in', async () => {
      const email = anAddress();
      await register(new Api(broker.url), email);
      const { api } = await acceptInvitation(new Api(broker.url), email);
      const { body } = await eventually(
        () => api.get<{ items: { name: string; scopes: string[]; status: string }[] }>('/api/v1/clients'),
        (seen) => seen.body.items[0]?.status === 'active',
      );

      expect(body.items).toMatchObject([{ name: 'first', scopes: ['orders:read', 'orders:write'] }]);
    });

    it('comes to nothing for an address that is somebody else’s in the pool, and is tried no more', async () => {
      const email = anAddress();
      const foreign = { email, name: 'Foreign', invitationId: 'foreign' };
      await broker.app.get(PeoplePool).invite(foreign, patience());
      await register(new Api(broker.url), email);
      const registration = await eventually(
        async () => (await registrationsOf(email))[0],
        (seen) => seen?.approval?.invitationFailed === true,
      );
      const due = await broker.app.get(WorkQueue).due(Date.now() + DAY, 100, patience());
      expect(due).not.toContainEqual({ kind: 'registration', registrationId: registration!.id });
    });

    it('comes to nothing for an address that is known', async () => {
      await register(new Api(broker.url), operator.email);
      const { body } = await eventually(
        () => operator.api.get<RegistrationPageDto>('/api/v1/registrations'),
        (seen) => seen.body.items.some(({ status }) => status === 'rejected'),
      );
      const rejected = body.items.find(({ status }) => status === 'rejected')!;
      const trail = (await operator.api.get<AuditPageDto>('/api/v1/audit-events')).body.items;

      expect(rejected.admin.email).toBe(operator.email);
      expect(trail.find(({ target }) => target.id === rejected.registrationId)).toMatchObject({
        action: 'registration.rejected',
        actor: { type: 'system', id: null, email: null },
      });
    });
  });

  function register(api: Api, email = anAddress()) {
    return api.post('/api/v1/registrations', { body: aRegistration(email) });
  }

  async function registrationsOf(email: string) {
    const { items } = await broker.app.get(RegistrationStore).list({ limit: 100 }, patience());
    return items.filter(({ admin }) => admin.email === email);
  }

  async function keys(): Promise<Set<string>> {
    const { documents, tableName } = broker.table;
    const { Items = [] } = await documents.send(
      new ScanCommand({ TableName: tableName, ConsistentRead: true }),
    );
    const its = Items.map(({ PK, SK }) => `${PK as string} ${SK as string}`);
    return new Set(its.filter((key) => !/^(LEASE|LIMIT)#/.test(key)));
  }
});
