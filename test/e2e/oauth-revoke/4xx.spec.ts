import type { IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { Api, basic } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { withAnotherSecret } from '../../support/forged-credential.js';
import { makeMachine } from '../../support/machines.js';
import { makeOperator, makeTenant } from '../../support/people.js';

describe('POST /oauth/revoke, refused', () => {
  let broker: TestBroker;
  let admin: Api;
  let api: Api;
  let machine: IssuedCredentialDto;

  beforeAll(async () => {
    broker = await startBroker();
    api = new Api(broker.url);
    admin = (await makeTenant(await makeOperator(broker))).admin.api;
    machine = await makeMachine(admin);
  });
  afterAll(() => broker.stop());

  const revoke = (form: Record<string, string>, headers?: Record<string, string>) =>
    api.oauth('/oauth/revoke', form, headers);
  const token = async () =>
    (await api.token({ grant_type: 'refresh_token', refresh_token: machine.credential })).body;

  it.each([{}, { token: '' }, { token_type_hint: 'refresh_token' }])('400 for %p', async (form) => {
    const { status, body } = await revoke(form as Record<string, string>);

    expect([status, body]).toEqual([
      400,
      { error: 'invalid_request', error_description: 'token is missing.' },
    ]);
  });

  it('400 unsupported_token_type for a bearer token, which is left alone', async () => {
    const { access_token } = await token();
    const { status, body } = await revoke({ token: access_token });

    expect([status, body.error]).toEqual([400, 'unsupported_token_type']);
    expect((await token()).access_token).toBe(access_token);
  });

  it('400 unsupported_token_type for what is formed like a JWT', async () => {
    expect((await revoke({ token: 'e30.e30.AA' })).body.error).toBe('unsupported_token_type');
  });

  it.each<[string, (one: IssuedCredentialDto) => [object, Record<string, string>?]]>([
    ['a wrong secret by Basic', (one) => [{}, basic(one.clientId, withAnotherSecret(one.credential))]],
    ['a wrong secret in the body', (one) => [{ client_id: one.clientId, client_secret: 'wrong' }]],
    ['a secret without client_id', (one) => [{ client_secret: one.credential }]],
    [
      'another client’s secret',
      (one) => [{ client_id: 'cl_0000000000000000', client_secret: one.credential }],
    ],
    ['a foreign scheme', () => [{}, { authorization: 'Bearer abc' }]],
    ['bad base64', () => [{}, { authorization: 'Basic %%%' }]],
  ])('401 for %s, and nothing is revoked', async (_, toRequest) => {
    const [form, headers] = toRequest(machine);
    const answer = await revoke({ ...form, token: machine.credential }, headers);

    expect([answer.status, answer.body]).toEqual([
      401,
      { error: 'invalid_client', error_description: 'Client authentication failed.' },
    ]);
    expect(answer.headers.get('www-authenticate')).toBe('Basic realm="broker.example", charset="UTF-8"');
    expect(await token()).toHaveProperty('access_token');
  });

  it('401 before anything is said of the token', async () => {
    const { access_token } = await token();

    expect((await revoke({ token: access_token }, basic(machine.clientId, 'wrong'))).status).toBe(401);
  });
});
