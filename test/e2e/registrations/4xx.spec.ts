import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { anAddress, aRegistration, makeOperator, makeTenant, type TestPerson } from '../../support/people.js';

const UNKNOWN = 'rg_0000000000000000';

describe('/api/v1/registrations, refused', () => {
  let broker: TestBroker;
  let operator: TestPerson;

  beforeAll(async () => {
    broker = await startBroker({ env: { REGISTRATION: 'closed' } });
    operator = await makeOperator(broker);
  });
  afterAll(() => broker.stop());

  const good = aRegistration();

  it.each<[string, object, string]>([
    ['a blank organization', { organization: ' ' }, 'organization'],
    ['a list of admins', { admin: [good.admin] }, 'admin'],
    ['what is no address', { admin: { ...good.admin, email: 'ann@' } }, 'admin.email'],
    [
      'an address that is too long',
      { admin: { ...good.admin, email: `${'x'.repeat(250)}@x.example` } },
      'admin.email',
    ],
    ['a scope that is none', { allowedScopes: ['a b'] }, 'allowedScopes'],
  ])('400 for %s', async (_, fields, field) => {
    const { status, body } = await operator.api.post('/api/v1/registrations', {
      body: { ...good, ...fields },
    });

    expect([status, body.code, body.errors?.map((one) => one.field)]).toEqual([
      400,
      'validation_failed',
      [field],
    ]);
  });

  it('400 for scopes that somebody allows themselves', async () => {
    const { status, body } = await new Api(broker.url).post('/api/v1/registrations', {
      body: { ...good, allowedScopes: ['orders:read'] },
    });

    expect([status, body.errors]).toEqual([
      400,
      [{ field: 'allowedScopes', message: 'is for operators only' }],
    ]);
  });

  it('401 for a token that is none', async () => {
    const { status } = await new Api(broker.url, 'x.y.z').post('/api/v1/registrations', { body: good });

    expect(status).toBe(401);
  });

  it('403 while registration is closed, for tenant admins too', async () => {
    const { admin } = await makeTenant(operator);

    for (const api of [new Api(broker.url), admin.api])
      expect(await api.post('/api/v1/registrations', { body: aRegistration() })).toMatchObject({
        status: 403,
        body: { code: 'registration_closed' },
      });
  });

  it.each(['approve', 'reject'])('404 to %s one that there is not', async (decision) => {
    expect((await operator.api.post(`/api/v1/registrations/${UNKNOWN}/${decision}`)).status).toBe(404);
  });

  it('409 for an address that belongs to somebody, in any case', async () => {
    const email = anAddress();
    await operator.api.post('/api/v1/registrations', { body: aRegistration(email) });

    for (const again of [email, email.toUpperCase(), operator.email])
      expect(await operator.api.post('/api/v1/registrations', { body: aRegistration(again) })).toMatchObject({
        status: 409,
        body: { code: 'email_taken' },
      });
  });
});
