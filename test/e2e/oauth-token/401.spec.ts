import type { IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { type Answer, Api, basic, type TokenAnswer } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { withAnotherSecret } from '../../support/forged-credential.js';
import { makeMachine } from '../../support/machines.js';
import { makeOperator, makeTenant } from '../../support/people.js';

describe('POST /oauth/token, 401 for the client authentication', () => {
  let broker: TestBroker;
  let api: Api;
  let machine: IssuedCredentialDto;

  beforeAll(async () => {
    broker = await startBroker();
    api = new Api(broker.url);
    const { admin } = await makeTenant(await makeOperator(broker));
    machine = await makeMachine(admin.api);
  });
  afterAll(() => broker.stop());

  const grant = { grant_type: 'client_credentials' };
  const encode = (text: string) => ({
    authorization: `Basic ${Buffer.from(text, 'latin1').toString('base64')}`,
  });

  function expectChallenge({ status, headers, body }: Answer<TokenAnswer>) {
    expect([status, body.error]).toEqual([401, 'invalid_client']);
    expect(headers.get('www-authenticate')).toBe('Basic realm="broker.example", charset="UTF-8"');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('pragma')).toBe('no-cache');
  }

  it('asks who there is', async () => {
    expectChallenge(await api.token(grant));
  });

  it('asks for the secret', async () => {
    expectChallenge(await api.token({ ...grant, client_id: machine.clientId }));
    expectChallenge(await api.token(grant, basic(machine.clientId, '')));
  });

  it('asks for the client of a secret', async () => {
    expectChallenge(await api.token({ ...grant, client_secret: machine.credential }));
  });

  it.each<[string, () => { authorization: string }]>([
    ['a foreign scheme', () => ({ authorization: `Bearer ${machine.credential}` })],
    ['a scheme alone', () => ({ authorization: 'Basic' })],
    ['what is no base64', () => ({ authorization: 'Basic !!!' })],
    ['no colon', () => encode(machine.clientId)],
    ['no client', () => encode(`:${machine.credential}`)],
    ['a bad escape', () => encode(`${machine.clientId}:%ZZ`)],
    ['bytes that are no UTF-8', () => encode(`${machine.clientId}:\xff`)],
  ])('refuses %s in the header', async (_, header) => {
    expectChallenge(await api.token(grant, header()));
  });

  it('refuses failed client authentication beside a good credential', async () => {
    const form = { grant_type: 'refresh_token', refresh_token: machine.credential };
    const wrong = withAnotherSecret(machine.credential);

    expectChallenge(await api.token(form, basic(machine.clientId, wrong)));
    expectChallenge(await api.token({ ...form, client_id: machine.clientId, client_secret: wrong }));
    expectChallenge(await api.token({ ...form, client_secret: machine.credential }));
  });
});
