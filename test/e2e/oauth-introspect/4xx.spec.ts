import type { IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { Api, basic } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { makeMachine } from '../../support/machines.js';
import { makeOperator, makeTenant, type TestPerson, type TestTenant } from '../../support/people.js';

describe('POST /oauth/introspect, refused', () => {
  let broker: TestBroker;
  let api: Api;
  let operator: TestPerson;
  let tenant: TestTenant;
  let partner: IssuedCredentialDto;
  let unmarked: IssuedCredentialDto;
  let revoked: IssuedCredentialDto;

  beforeAll(async () => {
    broker = await startBroker();
    api = new Api(broker.url);
    operator = await makeOperator(broker);
    tenant = await makeTenant(operator);
    partner = await makeMachine(tenant.admin.api);
    unmarked = await makeMachine(operator.api, { tenantId: 'platform', scopes: [] });
    revoked = await makeMachine(operator.api, { tenantId: 'platform', scopes: [], introspect: true });
    await operator.api.delete(`/api/v1/clients/${revoked.clientId}/credentials/${revoked.credentialId}`);
  });
  afterAll(() => broker.stop());

  const introspect = (form: Record<string, string>, headers?: Record<string, string>) =>
    api.oauth('/oauth/introspect', form, headers);
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  it.each<[string, () => [object, Record<string, string>?]]>([
    ['nobody', () => [{}]],
    ['a client_id alone', () => [{ client_id: partner.clientId }]],
    ['a partner’s client', () => [{}, basic(partner.clientId, partner.credential)]],
    [
      'a partner’s client, in the body',
      () => [{ client_id: partner.clientId, client_secret: partner.credential }],
    ],
    [
      'a client of the platform that may not introspect',
      () => [{}, basic(unmarked.clientId, unmarked.credential)],
    ],
    ['a revoked credential', () => [{}, basic(revoked.clientId, revoked.credential)]],
    ['a tenant admin', () => [{}, bearer(tenant.admin.accessToken)]],
    ['no person at all', () => [{}, bearer('abc')]],
    ['a bearer token of a machine', () => [{}, bearer('e30.e30.AA')]],
    ['an empty bearer token', () => [{}, { authorization: 'Bearer ' }]],
    ['a foreign scheme', () => [{}, { authorization: 'Digest abc' }]],
  ])('401 with both challenges for %s', async (_, toRequest) => {
    const [form, headers] = toRequest();
    const answer = await introspect({ ...form, token: partner.credential }, headers);

    expect([answer.status, answer.body]).toEqual([
      401,
      { error: 'invalid_client', error_description: 'Client authentication failed.' },
    ]);
    expect(answer.headers.get('www-authenticate')).toBe(
      'Basic realm="broker.example", charset="UTF-8", Bearer realm="broker.example"',
    );
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it.each([{}, { token: '' }])('400 for %p', async (form) => {
    const { status, body } = await introspect(form as Record<string, string>, bearer(operator.accessToken));

    expect([status, body]).toEqual([
      400,
      { error: 'invalid_request', error_description: 'token is missing.' },
    ]);
  });

  it('400 for two ways to authenticate', async () => {
    const { clientId: client_id, credential: client_secret } = partner;
    const form = { token: partner.credential, client_id, client_secret };

    for (const headers of [bearer(operator.accessToken), basic(client_id, client_secret)]) {
      const { status, body } = await introspect(form, headers);
      expect([status, body.error]).toEqual([400, 'invalid_request']);
    }
  });
});
