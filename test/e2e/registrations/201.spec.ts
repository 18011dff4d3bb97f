import type { AdmissionDto } from '../../../src/admin/registrations/registration.dto.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import {
  acceptInvitation,
  anAddress,
  aRegistration,
  makeOperator,
  type TestPerson,
} from '../../support/people.js';

describe.each(['approval', 'open', 'closed'])(
  'POST /api/v1/registrations by an operator under REGISTRATION=%s, 201',
  (REGISTRATION) => {
    let broker: TestBroker;
    let operator: TestPerson;

    beforeAll(async () => {
      broker = await startBroker({ env: { REGISTRATION } });
      operator = await makeOperator(broker);
    });
    afterAll(() => broker.stop());

    const register = (body: object) => operator.api.post<AdmissionDto>('/api/v1/registrations', { body });

    it('makes the tenant, its admin and its first client', async () => {
      const email = anAddress();
      const { status, body } = await register({ ...aRegistration(email), allowedScopes: ['stock'] });

      expect(status).toBe(201);
      expect(body).toMatchObject({
        tenant: { name: 'Acme', status: 'active', allowedScopes: ['stock'] },
        admin: { email, name: 'Ann Admin', role: 'tenant_admin', status: 'invited' },
        client: { name: 'first', status: 'active', scopes: ['stock'] },
      });
      const { tenantId } = body.tenant;
      expect([body.admin.tenantId, body.client.tenantId]).toEqual([tenantId, tenantId]);
    });

    it('invites the admin, who signs in and is theirs', async () => {
      const email = anAddress();
      const { body } = await register(aRegistration(email));
      const { api } = await acceptInvitation(operator.api, email);

      expect((await api.get<object>('/api/v1/auth/me')).body).toEqual({
        userId: body.admin.userId,
        email,
        name: 'Ann Admin',
        role: 'tenant_admin',
        tenantId: body.tenant.tenantId,
        mfa: false,
      });
    });

    it('allows the default scopes when none are said', async () => {
      const { body } = await register(aRegistration());

      expect(body.tenant.allowedScopes).toEqual(['orders:read', 'orders:write']);
    });
  },
);
