import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/common/clock.js';
import type { ProblemAnswer, Answer } from '../../support/api.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { emulators } from '../../support/emulators.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import {
  anAddress,
  aRegistration,
  makeOperator,
  makeTenant,
  PASSWORD,
  type TestPerson,
  type TestTenant,
} from '../../support/people.js';
import { type StoppedClock, stopClock } from '../../support/stopped-clock.js';

const PER_PERSON = 3;
const PER_ADDRESS = 5;
const IN_TOTAL = 12;
const LIMITS = {
  TRUSTED_PROXIES: '127.0.0.0/8',
  MAX_SIGN_INS_PER_PERSON: String(PER_PERSON),
  MAX_SIGN_INS_PER_ADDRESS: String(PER_ADDRESS),
  MAX_PASSWORD_RESETS_PER_PERSON: String(PER_PERSON),
  MAX_PASSWORD_RESETS_PER_ADDRESS: String(PER_ADDRESS),
  MAX_REGISTRATIONS_PER_ADDRESS: String(PER_ADDRESS),
  MAX_REGISTRATIONS: String(IN_TOTAL),
};

/** What is limited for a person: two steps, the answer to each while it is not too often, and how long a window is. */
const STEPS = {
  'signing in': {
    window: 5 * MINUTE,
    steps: [
      ['/api/v1/auth/login', { password: 'Wrong-Password-1' }, 401],
      ['/api/v1/auth/challenge', { challenge: 'SOFTWARE_TOKEN_MFA', session: 'x', code: '000000' }, 401],
    ],
  },
  'choosing a password anew': {
    window: HOUR,
    steps: [
      ['/api/v1/auth/forgot-password', {}, 202],
      ['/api/v1/auth/reset-password', { code: '000000', newPassword: PASSWORD }, 400],
    ],
  },
} as const;

describe('too many attempts of anybody', () => {
  let dynamodb: FaultProxy;
  let replicas: [TestBroker, TestBroker];
  let operator: TestPerson;
  let tenant: TestTenant;
  let clocks: StoppedClock[];
  let addresses = 0;

  beforeAll(async () => {
    dynamodb = await startFaultProxy(emulators().dynamodb);
    const endpoints = { dynamodb: dynamodb.endpoint };
    const first = await startBroker({ env: LIMITS, endpoints });
    replicas = [first, await startBroker({ env: LIMITS, endpoints, beside: first })];
    operator = await makeOperator(first);
    tenant = await makeTenant(operator);
    // Long before what is above, so that no token of theirs expires meanwhile.
    const start = Date.now() - (Date.now() % HOUR) - DAY;
    clocks = replicas.map((replica) => stopClock(replica, start));
  });
  /** With each test all windows begin anew. */
  beforeEach(() => pass(HOUR - (clocks[0]!.at % HOUR)));
  afterEach(() => dynamodb.clear());
  afterAll(async () => {
    for (const clock of clocks) clock.restart();
    await Promise.all(replicas.map((replica) => replica.stop()));
    await dynamodb.stop();
  });

  const pass = (by: number) => {
    for (const clock of clocks) clock.at += by;
  };
  /** An address that no other request comes from. */
  const anIp = () => `2001:db8:0:${(++addresses).toString(16)}::1`;
  const post = (path: string, body: object, ip = anIp(), on = replicas[0]) =>
    new Api(on.url).post(path, { body, headers: { 'x-forwarded-for': ip } });

  describe.each(Object.keys(STEPS) as (keyof typeof STEPS)[])('%s', (what) => {
    const { steps, window } = STEPS[what];
    const [[path, body, status]] = steps;
    const seconds = window / SECOND;
    const attempt = (email: string, ip?: string) => post(path, { email, ...body }, ip);

    it('429 for a person past the limit, known or not, in either step, on any replica, from wherever', async () => {
      for (const email of [tenant.admin.email, anAddress('nobody')]) {
        for (let i = 0; i < PER_PERSON; i++) {
          const [its, step, expected] = steps[i % 2]!;
          const written = i === 0 ? email : ` ${email.toUpperCase()} `;
          const answer = await post(its, { email: written, ...step }, anIp(), replicas[i % 2]);
          expect(answer.status).toBe(expected);
        }

        for (const replica of replicas)
          for (const [its, step] of steps)
            expectTooMany(await post(its, { email, ...step }, anIp(), replica), seconds);
      }
    });

    it('others from the same address go on; 429 for all from there past its limit, and for its whole network', async () => {
      const [email, ip] = [anAddress(), anIp()];
      for (let i = 0; i < PER_PERSON; i++) await attempt(email, ip);
      expectTooMany(await attempt(email, ip), seconds);
      expect((await attempt(anAddress(), ip)).status).toBe(status);

      expectTooMany(await attempt(anAddress(), ip), seconds);
      expectTooMany(await attempt(anAddress(), ip.replace('::1', ':ffff::2')), seconds);
      expect((await attempt(anAddress())).status).toBe(status);
    });

    it('what is refused for its address uses up nobody’s attempts', async () => {
      const [victim, ip] = [anAddress(), anIp()];
      for (let i = 0; i < PER_ADDRESS; i++) await attempt(anAddress(), ip);
      for (let i = 0; i <= PER_PERSON; i++) expectTooMany(await attempt(victim, ip), seconds);

      expect((await attempt(victim)).status).toBe(status);
    });

    it('goes on as before once the window is over', async () => {
      const email = anAddress();
      for (let i = 0; i < PER_PERSON; i++) await attempt(email);
      pass(window - SECOND - 1);
      expectTooMany(await attempt(email), 2);
      pass(SECOND + 1);

      expect((await attempt(email)).status).toBe(status);
    });

    it('503 while they cannot be counted', async () => {
      dynamodb.status('UpdateItem', { status: 500, type: 'InternalServerError' });

      expect((await attempt(anAddress())).body.code).toBe('temporarily_unavailable');
    });
  });

  it('of a person leave the right password of others alone, and their own once the window is over', async () => {
    const signIn = (email: string) => post('/api/v1/auth/login', { email, password: PASSWORD });
    const wrong = () => post('/api/v1/auth/login', { email: tenant.admin.email, password: 'Wrong-1' });
    for (let i = 0; i < PER_PERSON; i++) await wrong();

    expectTooMany(await signIn(tenant.admin.email), 300);
    expect((await signIn(operator.email)).status).toBe(200);
    pass(5 * MINUTE);
    expect((await signIn(tenant.admin.email)).status).toBe(200);
  });

  it('registering: 429 from one address, then in total; operators are not counted', async () => {
    const register = (ip = anIp()) => post('/api/v1/registrations', aRegistration(), ip);
    const [ip, statuses] = [anIp(), [] as number[]];
    for (let i = 0; i < PER_ADDRESS; i++) statuses.push((await register(ip)).status);
    expect(new Set(statuses)).toEqual(new Set([202]));
    expectTooMany(await register(ip), 3_600);

    // Those refused for their address are not among them, tenant admins are.
    const admin = replicas[1].url;
    const headers = { 'x-forwarded-for': ip };
    const body = aRegistration();
    const byAdmin = new Api(admin).as(tenant.admin.accessToken);
    expectTooMany(await byAdmin.post('/api/v1/registrations', { body, headers }), 3_600);
    for (let i = PER_ADDRESS; i < IN_TOTAL - 1; i++) expect((await register()).status).toBe(202);
    expect((await byAdmin.post('/api/v1/registrations', { body })).status).toBe(202);
    expectTooMany(await register(), 3_600);
    const own = await operator.api.post('/api/v1/registrations', { body: aRegistration(), headers });
    expect(own.status).toBe(201);
  });

  it('are kept no longer than their window, and without an e-mail address in clear', async () => {
    const { documents, tableName } = replicas[0].table;
    const { Items = [] } = await documents.send(new ScanCommand({ TableName: tableName }));
    const counters = Items.filter(({ PK }) => (PK as string).startsWith('LIMIT#'));

    expect(counters.length).toBeGreaterThan(10);
    for (const { PK, SK, ttl } of counters) {
      expect(PK).not.toContain('@');
      const window = (PK as string).startsWith('LIMIT#signIns') ? 5 * MINUTE : HOUR;
      expect(ttl).toBe((Number(SK) + window) / SECOND);
    }
  });
});

/** To the byte, but for what names the request. */
function expectTooMany({ status, headers, body }: Answer<ProblemAnswer>, retryAfter: number): void {
  expect([status, headers.get('retry-after')]).toEqual([429, String(retryAfter)]);
  expect(body).toEqual({
    type: 'urn:b2b-auth-broker:problem:too_many_requests',
    title: 'Too many attempts',
    status: 429,
    detail: 'Repeat the request after the time in `Retry-After`.',
    code: 'too_many_requests',
    requestId: headers.get('x-request-id'),
  });
}
