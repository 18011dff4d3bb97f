import type { IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { type Answer, Api, basic, type TokenAnswer } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { makeMachine } from '../../support/machines.js';
import { makeOperator, makeTenant } from '../../support/people.js';

/** Everything here goes with a good credential: it is the request that is refused. */
describe('POST /oauth/token, 400 for the request', () => {
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

  const form = (more = '') => `grant_type=refresh_token&refresh_token=${machine.credential}${more}`;

  function expectRefusal({ status, headers, body, text }: Answer<TokenAnswer>, error = 'invalid_request') {
    expect({ status, body }).toEqual({
      status: 400,
      body: { error, error_description: expect.stringMatching(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/) as string },
    });
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('pragma')).toBe('no-cache');
    expect(text).not.toContain(machine.credential);
  }

  it.each([
    ['a repeated parameter', '&grant_type=refresh_token'],
    ['a repeated parameter that nobody knows', '&resource=a&resource=b'],
    ['a parameter repeated without a value', '&refresh_token='],
    ['a parameter repeated under an escaped name', '&grant%5Ftype=refresh_token'],
    ['a percent sign alone', '&x=%'],
    ['a percent-escape of other digits', '&x=%ZZ'],
    ['a percent-escape cut short', '&x=%4'],
    ['a bad percent-escape in a name', '&%GG=x'],
    ['an escaped byte that is no UTF-8', '&x=%ff'],
    ['an overlong encoding', '&x=%C0%AF'],
    ['a lone surrogate', '&x=%ED%A0%80'],
    ['more than 32 parameters', Array.from({ length: 31 }, (_, i) => `&p${i}=`).join('')],
  ])('refuses %s', async (_, more) => {
    expectRefusal(await api.token(form(more)));
  });

  it('refuses a raw byte that is no UTF-8', async () => {
    const bytes = new Uint8Array([...Buffer.from(form('&x=')), 0xff]);

    expectRefusal(await api.token(bytes));
  });

  it.each([
    'application/json',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded; charset=iso-8859-1',
    'application/x-www-form-urlencodedx',
    'nonsense',
  ])('refuses the media type %s', async (type) => {
    expectRefusal(await api.token(form(), { 'content-type': type }));
  });

  it('refuses a body without a media type', async () => {
    const body = new Uint8Array(Buffer.from(form()));

    expectRefusal(await api.fetch('/oauth/token', { method: 'POST', body }));
  });

  it('refuses no body at all', async () => {
    expectRefusal(await api.fetch('/oauth/token', { method: 'POST' }));
  });

  it.each(['client_secret', 'refresh_token', 'token', 'client%5Fsecret'])(
    'refuses %s in the query',
    async (name) => {
      const sent = { method: 'POST', body: new URLSearchParams(form()) };

      expectRefusal(await api.fetch(`/oauth/token?${name}=${machine.credential}`, sent));
    },
  );

  it.each([
    ['no grant_type', {}],
    ['an empty grant_type', { grant_type: '' }],
    ['no refresh_token', { grant_type: 'refresh_token' }],
  ])('refuses %s', async (_, request) => {
    expectRefusal(await api.token(request));
  });

  it.each(['password', 'authorization_code', 'REFRESH_TOKEN', 'toString', '__proto__'])(
    'does not know the grant %s',
    async (grant_type) => {
      expectRefusal(await api.token({ grant_type }), 'unsupported_grant_type');
    },
  );

  it('refuses two methods of client authentication', async () => {
    const request = { grant_type: 'client_credentials', client_secret: machine.credential };

    expectRefusal(await api.token(request, basic(machine.clientId, machine.credential)));
  });

  it('refuses two different clients in header and body', async () => {
    const request = { grant_type: 'client_credentials', client_id: 'cl_0000000000000000' };

    expectRefusal(await api.token(request, basic(machine.clientId, machine.credential)));
  });
});
