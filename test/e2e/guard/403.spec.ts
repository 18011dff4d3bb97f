import { startBroker, type TestBroker } from '../../support/broker.js';
import { aRegistration, makeOperator, makeTenant, type TestTenant } from '../../support/people.js';
import { Api } from '../../support/api.js';
import type { RegistrationDto } from '../../../src/admin/registrations/registration.dto.js';

describe('what is for operators only', () => {
  let broker: TestBroker;
  let tenant: TestTenant;
  let pending: string;

  beforeAll(async () => {
    broker = await startBroker();
    const operator = await makeOperator(broker);
    tenant = await makeTenant(operator);
    await new Api(broker.url).post('/api/v1/registrations', { body: aRegistration() });
    const path = '/api/v1/registrations?status=pending';
    const { items } = (await operator.api.get<{ items: RegistrationDto[] }>(path)).body;
    pending = items[0]!.registrationId;
  });
  afterAll(() => broker.stop());

  it('is 403 to a tenant admin', async () => {
    const { status, body } = await tenant.admin.api.get('/api/v1/registrations');

    expect([status, body.code]).toEqual([403, 'forbidden']);
  });

  it.each(['approve', 'reject'])('is the same 403 to %s, whatever the id', async (decision) => {
    const answers = await Promise.all(
      [pending, 'rg_0000000000000000', 'x'].map((id) =>
        tenant.admin.api.post(`/api/v1/registrations/${id}/${decision}`, {
          headers: { 'x-request-id': 'r' },
        }),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });
});
