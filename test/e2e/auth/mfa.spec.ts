import type { ChallengeDto, SignedInDto, TotpEnrolmentDto } from '../../../src/admin/sign-in/sign-in.dto.js';
import { OperatorCreation } from '../../../src/admin/operators/operator-creation.js';
import type { AuditPageDto } from '../../../src/audit/audit.dto.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { machinesPoolAt, peoplePoolAt } from '../../support/cognito-pools.js';
import { emulators } from '../../support/emulators.js';
import { eventually } from '../../support/eventually.js';
import { resetCodeByMinistack, temporaryPasswordByMinistack } from '../../support/mails.js';
import { describeWith } from '../../support/optional-suite.js';
import { anAddress, PASSWORD } from '../../support/people.js';
import { makeTable } from '../../support/table.js';
import { totp } from '../../support/totp.js';

interface Step extends SignedInDto, ChallengeDto {}

/** The only emulator that asks for codes and checks them. */
describeWith('ministack', emulators().ministack, (endpoint) => {
  let broker: TestBroker;
  let api: Api;

  beforeAll(async () => {
    const [table, machines, people] = await Promise.all([
      makeTable(),
      machinesPoolAt(endpoint),
      peoplePoolAt(endpoint),
    ]);
    // Its tokens name AWS as their issuer.
    const { region, userPoolId, jwksUrl } = people.pool;
    const issuer = `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
    broker = await startBroker({
      env: { PORTAL_ISSUER: issuer, PORTAL_JWKS_URL: jwksUrl },
      beside: { table, machines, people },
      endpoints: { cognito: endpoint },
    });
    api = new Api(broker.url);
  });
  afterAll(() => broker.stop());

  const login = (email: string, password: string) =>
    api.post<Step>('/api/v1/auth/login', { body: { email, password } });
  const challenge = (body: object) => api.post<Step>('/api/v1/auth/challenge', { body });
  const me = async (accessToken: string) =>
    (await api.as(accessToken).get<{ mfa: boolean }>('/api/v1/auth/me')).body.mfa;

  const trailOf = async (reader: Api) =>
    (await reader.get<AuditPageDto>('/api/v1/audit-events?limit=100')).body.items;

  /** Invited, and signed in for the first time. */
  async function newcomer(): Promise<{ email: string; person: Api }> {
    const email = anAddress();
    await broker.app.get(OperatorCreation).createOperator(email, 'Olga');
    const { session } = (await login(email, await temporaryPasswordByMinistack(endpoint, email))).body;
    const answer = { email, challenge: 'NEW_PASSWORD_REQUIRED', session, newPassword: PASSWORD };
    return { email, person: api.as((await challenge(answer)).body.accessToken) };
  }

  it('leads from the invitation over the first sign-in and the app to the second sign-in', async () => {
    const { email, person } = await newcomer();
    expect((await person.get<{ mfa: boolean }>('/api/v1/auth/me')).body.mfa).toBe(false);

    const { status, body } = await person.post<TotpEnrolmentDto>('/api/v1/auth/mfa');
    expect([status, body.otpauthUrl]).toEqual([
      200,
      `otpauth://totp/broker.example:${encodeURIComponent(email)}?secret=${body.secret}&issuer=broker.example`,
    ]);
    const verified = await person.post('/api/v1/auth/mfa/verify', { body: { code: totp(body.secret) } });
    expect([verified.status, verified.text]).toEqual([204, '']);
    expect((await person.get<{ mfa: boolean }>('/api/v1/auth/me')).body.mfa).toBe(true);

    const asked = (await login(email, PASSWORD)).body;
    expect(Object.keys(asked).sort()).toEqual(['challenge', 'session']);
    const answer = { email, ...asked, code: totp(body.secret) };
    const { accessToken } = (await challenge(answer)).body;
    expect([asked.challenge, await me(accessToken)]).toEqual(['SOFTWARE_TOKEN_MFA', true]);

    const mine = (await trailOf(api.as(accessToken))).filter(({ actor }) => actor.email === email);
    expect(mine.map(({ action }) => action)).toEqual([
      'user.signed_in',
      'user.mfa_enabled',
      'user.signed_in',
      'user.activated',
    ]);
  });

  it('stays off after a wrong code, and before any', async () => {
    const { email, person } = await newcomer();
    const { secret } = (await person.post<TotpEnrolmentDto>('/api/v1/auth/mfa')).body;
    const code = totp(secret) === '000000' ? '000001' : '000000';
    const { status, body } = await person.post('/api/v1/auth/mfa/verify', { body: { code } });

    expect([status, body.code]).toEqual([400, 'code_refused']);
    expect(Object.keys((await login(email, PASSWORD)).body)).toContain('accessToken');
  });

  async function withApp() {
    const { email, person } = await newcomer();
    const { secret } = (await person.post<TotpEnrolmentDto>('/api/v1/auth/mfa')).body;
    await person.post('/api/v1/auth/mfa/verify', { body: { code: totp(secret) } });
    return { email, person, secret };
  }

  it('refuses a wrong code at sign-in like a wrong password, and audits both', async () => {
    const { email, person, secret } = await withApp();
    const code = totp(secret) === '000000' ? '000001' : '000000';
    const refused = await challenge({ email, ...(await login(email, PASSWORD)).body, code });
    const alike = await login(email, 'Wrong-Password-1');

    expect([refused.status, { ...refused.body, requestId: '' }]).toEqual([
      401,
      { ...alike.body, requestId: '' },
    ]);
    const failures = await eventually(
      async () => (await trailOf(person)).filter(({ action }) => action === 'user.sign_in_failed'),
      ({ length }) => length === 2,
    );
    const requestIds = [refused, alike].map(({ headers }) => headers.get('x-request-id'));
    expect(failures.map(({ requestId }) => requestId).sort()).toEqual(requestIds.sort());
    for (const { actor, outcome, ip } of failures)
      expect([actor.type, outcome, ip]).toEqual(['anonymous', 'failure', '127.0.0.1']);
  });

  it('is asked for still when a forgotten password was replaced', async () => {
    const { email, secret } = await withApp();
    await api.post('/api/v1/auth/forgot-password', { body: { email } });
    const code = await resetCodeByMinistack(endpoint, email);
    const newPassword = 'Another-Password-For-Tests-2';
    const reset = await api.post('/api/v1/auth/reset-password', { body: { email, code, newPassword } });
    expect([reset.status, (await login(email, PASSWORD)).status]).toEqual([204, 401]);

    const asked = (await login(email, newPassword)).body;
    const { accessToken } = (await challenge({ email, ...asked, code: totp(secret) })).body;
    expect([asked.challenge, await me(accessToken)]).toEqual(['SOFTWARE_TOKEN_MFA', true]);
  });
});
