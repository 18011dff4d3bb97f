import type { IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { MINUTE, SECOND } from '../../../src/common/clock.js';
import { type Answer, Api, basic, type Form } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { ofUnknownClient, withAnotherSecret } from '../../support/forged-credential.js';
import { issueCredential, makeMachine } from '../../support/machines.js';
import { makeOperator, makeTenant } from '../../support/people.js';
import { type StoppedClock, stopClock } from '../../support/stopped-clock.js';

/** What is presented as somebody's. */
interface Presented {
  readonly clientId: string;
  readonly credential: string;
}

type Headers = Readonly<Record<string, string>>;

const PER_CLIENT = 3;
const PER_ADDRESS = 5;
const LIMITS = {
  MAX_FAILED_AUTHS_PER_CLIENT: String(PER_CLIENT),
  MAX_FAILED_AUTHS_PER_ADDRESS: String(PER_ADDRESS),
};

/** Each way to fail, and how it is told while it is not too often. */
const WAYS: Record<string, [path: string, refusal: [number, string], (it: Presented) => [Form, Headers?]]> = {
  'token, refresh_token': [
    '/oauth/token',
    [400, 'invalid_grant'],
    ({ credential }) => [{ grant_type: 'refresh_token', refresh_token: credential }],
  ],
  'token, client_credentials': [
    '/oauth/token',
    [401, 'invalid_client'],
    (it) => [{ grant_type: 'client_credentials' }, basic(it.clientId, it.credential)],
  ],
  'token, client_credentials in the body': [
    '/oauth/token',
    [401, 'invalid_client'],
    (it) => [{ grant_type: 'client_credentials', client_id: it.clientId, client_secret: it.credential }],
  ],
  revoke: [
    '/oauth/revoke',
    [401, 'invalid_client'],
    (it) => [{ token: ofUnknownClient() }, basic(it.clientId, it.credential)],
  ],
  introspect: [
    '/oauth/introspect',
    [401, 'invalid_client'],
    (it) => [{ token: ofUnknownClient() }, basic(it.clientId, it.credential)],
  ],
};

describe('too many failed authentications', () => {
  let broker: TestBroker;
  let api: Api;
  let admin: Api;
  let clock: StoppedClock;
  let addresses = 0;
  let clients = 0;

  beforeAll(async () => {
    broker = await startBroker({ env: { ...LIMITS, TRUSTED_PROXIES: '127.0.0.0/8' } });
    api = new Api(broker.url);
    admin = (await makeTenant(await makeOperator(broker))).admin.api;
    clock = stopClock(broker);
  });
  afterAll(async () => {
    clock.restart();
    await broker.stop();
  });

  /** An address that no other request comes from. */
  const anAddress = () => `2001:db8:0:${(++addresses).toString(16)}::1`;

  function present(way: string, it: Presented, ip = anAddress()): Promise<Answer<{ error: string }>> {
    const [path, , request] = WAYS[way]!;
    const [form, headers] = request(it);
    return api.oauth(path, form, { ...headers, 'x-forwarded-for': ip });
  }

  const told = ({ status, body }: Answer<{ error: string }>) => [status, body.error];
  const credentialPath = ({ clientId, credentialId }: IssuedCredentialDto) =>
    `/api/v1/clients/${clientId}/credentials/${credentialId}`;

  /** A forged credential, each time of another client that there is not. */
  const forged = (): Presented => {
    const id = (++clients).toString().padStart(16, '0');
    return { clientId: `cl_${id}`, credential: withAnotherSecret(`bab_${id}00000000_`) };
  };

  describe.each(Object.keys(WAYS))('%s', (way) => {
    const [, refusal] = WAYS[way]!;

    it('429 for a client past its limit, from wherever', async () => {
      const { clientId, credential } = await makeMachine(admin);
      const wrong = { clientId, credential: withAnotherSecret(credential) };
      for (let i = 0; i < PER_CLIENT; i++) expect(told(await present(way, wrong))).toEqual(refusal);

      expectTooMany(await present(way, wrong));
      expectTooMany(await present(way, wrong));
    });

    it('429 for an address past its limit, for whomever', async () => {
      const ip = anAddress();
      for (let i = 0; i < PER_ADDRESS; i++) expect(told(await present(way, forged(), ip))).toEqual(refusal);

      expectTooMany(await present(way, forged(), ip));
      expect(told(await present(way, forged()))).toEqual(refusal);
    });

    it('goes on as before once the minute is over', async () => {
      const [wrong, ip] = [forged(), anAddress()];
      for (let i = 0; i < PER_CLIENT; i++) await present(way, wrong, ip);
      clock.at += MINUTE - SECOND - 1;
      expectTooMany(await present(way, wrong, ip), '2');
      clock.at += SECOND;
      expectTooMany(await present(way, wrong, ip), '1');
      clock.at += 1;

      expect(told(await present(way, wrong, ip))).toEqual(refusal);
    });
  });

  /** Each makes a credential that is no good. */
  const CAUSES: Record<string, () => Promise<Presented>> = {
    'is of an unknown client': () => Promise.resolve(forged()),
    'has another secret': async () => {
      const machine = await makeMachine(admin);
      return { ...machine, credential: withAnotherSecret(machine.credential) };
    },
    'was revoked': async () => {
      const machine = await makeMachine(admin);
      await admin.delete(credentialPath(machine));
      return machine;
    },
    'is of a disabled client': async () => {
      const machine = await makeMachine(admin);
      await admin.post(`/api/v1/clients/${machine.clientId}/disable`);
      return machine;
    },
    'is of a deleted client': async () => {
      const machine = await makeMachine(admin);
      await admin.delete(`/api/v1/clients/${machine.clientId}`);
      return machine;
    },
    'comes from a foreign address': () => makeMachine(admin, { allowedCidrs: ['192.0.2.0/24'] }),
  };

  describe.each(Object.keys(CAUSES))('when the credential %s', (cause) => {
    it.each(['token, refresh_token', 'token, client_credentials', 'introspect'])(
      'the answer is that of any other cause, after as many: %s',
      async (way) => {
        const it = await CAUSES[cause]!();
        for (let i = 0; i < PER_CLIENT; i++) expect(told(await present(way, it))).toEqual(WAYS[way]![1]);

        expectTooMany(await present(way, it));
      },
    );
  });

  it('are counted together, whichever endpoint they meet', async () => {
    const { clientId, credential } = await makeMachine(admin);
    const wrong = { clientId, credential: withAnotherSecret(credential) };
    for (const way of ['token, refresh_token', 'revoke', 'introspect']) await present(way, wrong);

    for (const way of Object.keys(WAYS)) expectTooMany(await present(way, wrong));
  });

  it('do not stop a valid credential of the same client from the same address', async () => {
    const machine = await makeMachine(admin);
    const wrong = { ...machine, credential: withAnotherSecret(machine.credential) };
    const ip = anAddress();
    for (let i = 0; i <= PER_ADDRESS; i++) await present('token, client_credentials', wrong, ip);
    expectTooMany(await present('token, refresh_token', wrong, ip));

    for (const way of Object.keys(WAYS).filter((one) => one.startsWith('token')))
      expect([way, (await present(way, machine, ip)).status]).toEqual([way, 200]);
    const second = await issueCredential(admin, machine.clientId);
    expect((await present('revoke', second, ip)).status).toBe(200);
    const ended = await api.oauth('/oauth/revoke', { token: second.credential }, { 'x-forwarded-for': ip });
    expect(ended.status).toBe(200);
    expect((await present('token, refresh_token', machine, ip)).status).toBe(200);
    expectTooMany(await present('token, refresh_token', wrong, ip));
  });

  it.each<[string, Headers]>([
    ['what is no base64', { authorization: 'Basic !!!' }],
    ['no colon', { authorization: `Basic ${Buffer.from('nobody').toString('base64')}` }],
    ['a foreign scheme', { authorization: 'Digest username="x"' }],
  ])('are counted for the address where nobody is named: %s', async (_, header) => {
    const headers = { ...header, 'x-forwarded-for': anAddress() };
    const fail = () => api.oauth('/oauth/token', { grant_type: 'client_credentials' }, headers);
    for (let i = 0; i < PER_ADDRESS; i++) expect(told(await fail())).toEqual([401, 'invalid_client']);

    expectTooMany(await fail());
  });

  it('are not what is wrong with a request otherwise', async () => {
    const { credential } = await makeMachine(admin);
    const headers = { 'x-forwarded-for': anAddress() };
    const forms: [string, Form, string][] = [
      ['/oauth/token', { refresh_token: credential }, 'invalid_request'],
      ['/oauth/token', { grant_type: 'password' }, 'unsupported_grant_type'],
      [
        '/oauth/token',
        { grant_type: 'refresh_token', refresh_token: credential, scope: 'x' },
        'invalid_scope',
      ],
      ['/oauth/revoke', {}, 'invalid_request'],
      ['/oauth/revoke', { token: 'x.y.z' }, 'unsupported_token_type'],
    ];
    for (let i = 0; i <= PER_ADDRESS; i++)
      for (const [path, form, error] of forms)
        expect(told(await api.oauth(path, form, headers))).toEqual([400, error]);
    for (let i = 0; i <= PER_ADDRESS; i++)
      expect((await api.oauth('/oauth/revoke', { token: ofUnknownClient() }, headers)).status).toBe(200);
  });

  it('are counted for the address that the trusted proxy tells, in one form', async () => {
    const ip = '198.51.100.7';
    const written = [ip, `::ffff:${ip}`, '::ffff:c633:6407', `203.0.113.9, ${ip}`, `10.0.0.1, ::ffff:${ip}`];
    for (const one of written)
      expect(told(await present('revoke', forged(), one))).toEqual([401, 'invalid_client']);

    expectTooMany(await present('revoke', forged(), ip));
    expect(told(await present('revoke', forged(), `${ip}, 203.0.113.9`))).toEqual([401, 'invalid_client']);
  });
});

it('are counted for the address of the connection where no proxy is trusted', async () => {
  const broker = await startBroker({ env: LIMITS });
  const api = new Api(broker.url);
  stopClock(broker);
  const fail = (i: number) =>
    api.token(
      { grant_type: 'client_credentials' },
      { ...basic(`cl_${String(i).padStart(16, '0')}`, 'wrong'), 'x-forwarded-for': `192.0.2.${i}` },
    );
  const statuses: number[] = [];
  for (let i = 0; i <= PER_ADDRESS; i++) statuses.push((await fail(i)).status);
  await broker.stop();

  expect(statuses).toEqual([...Array<number>(PER_ADDRESS).fill(401), 429]);
});

it('are not counted with RATE_LIMITS=off', async () => {
  const broker = await startBroker({ env: { ...LIMITS, RATE_LIMITS: 'off' } });
  const api = new Api(broker.url);
  const fail = () => api.token({ grant_type: 'client_credentials' }, basic('cl_0000000000000000', 'wrong'));
  const statuses: number[] = [];
  for (let i = 0; i < 20; i++) statuses.push((await fail()).status);
  await broker.stop();

  expect(new Set(statuses)).toEqual(new Set([401]));
});

/** To the byte, but for what names the request or the moment. */
function expectTooMany({ status, headers, text }: Answer<unknown>, retryAfter = '60'): void {
  expect([status, text]).toEqual([
    429,
    '{"error":"temporarily_unavailable","error_description":"Too many failed authentications. Try again after the time in Retry-After."}',
  ]);
  expect(Object.fromEntries([...headers].filter(([name]) => OWN.includes(name)))).toEqual({
    'cache-control': 'no-store',
    'content-length': String(text.length),
    'content-type': 'application/json; charset=utf-8',
    pragma: 'no-cache',
    'retry-after': retryAfter,
  });
}

const OWN = [
  'allow',
  'cache-control',
  'content-length',
  'content-type',
  'etag',
  'pragma',
  'retry-after',
  'www-authenticate',
];
