import { decodeJwt } from 'jose';
import { OperatorCreation } from '../../../src/admin/operators/operator-creation.js';
import type { AuditPageDto } from '../../../src/audit/audit.dto.js';
import type { AccessDto, ChallengeDto, SignedInDto } from '../../../src/admin/sign-in/sign-in.dto.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { eventually } from '../../support/eventually.js';
import { temporaryPasswordByCognitoLocal } from '../../support/mails.js';
import { anAddress, makeOperator, PASSWORD } from '../../support/people.js';

describe('signing in', () => {
  let broker: TestBroker;
  let api: Api;

  beforeAll(async () => {
    broker = await startBroker();
    api = new Api(broker.url);
  });
  afterAll(() => broker.stop());

  const login = (email: string, password: string) =>
    api.post<SignedInDto & ChallengeDto>('/api/v1/auth/login', { body: { email, password } });

  it('with the password of the invitation asks for another, and then lets in', async () => {
    const email = anAddress();
    await broker.app.get(OperatorCreation).createOperator(email, 'Olga');
    const asked = await login(email, await temporaryPasswordByCognitoLocal(email));
    const { challenge, session } = asked.body;
    const body = { email, challenge, session, newPassword: PASSWORD };
    const admitted = await api.post<SignedInDto>('/api/v1/auth/challenge', { body });

    expect([asked.status, asked.body]).toEqual([
      200,
      { challenge: 'NEW_PASSWORD_REQUIRED', session: expect.any(String) as string },
    ]);
    expect([admitted.status, Object.keys(admitted.body).sort()]).toEqual([
      200,
      ['accessToken', 'expiresIn', 'refreshToken'],
    ]);
    expect((await login(email, PASSWORD)).status).toBe(200);
  });

  it('takes the address in any case', async () => {
    const { email } = await makeOperator(broker);

    expect((await login(` ${email.toUpperCase()} `, PASSWORD)).status).toBe(200);
  });

  it('gives an access token of the people’s pool, which tells who it is', async () => {
    const { email } = await makeOperator(broker);
    const { accessToken, expiresIn } = (await login(email, PASSWORD)).body;
    const { iss, client_id, token_use, exp, iat } = decodeJwt(accessToken);
    const me = await api.as(accessToken).get<object>('/api/v1/auth/me');

    expect([iss, client_id, token_use]).toEqual([
      broker.config.people.issuer,
      broker.config.people.clientId,
      'access',
    ]);
    expect(expiresIn).toBe(exp! - iat!);
    expect([me.status, me.body]).toEqual([
      200,
      {
        userId: decodeJwt(accessToken).sub,
        email,
        name: 'Olga Operator',
        role: 'operator',
        mfa: false,
        tenantId: 'platform',
      },
    ]);
  });

  it('stands in the audit trail, and so does one that fails', async () => {
    const { email, api: operator } = await makeOperator(broker);
    await login(email, 'Wrong-Password-1');
    await login(email, PASSWORD);
    const mine = async () => {
      const path = '/api/v1/audit-events?limit=100';
      const { items } = (await operator.get<AuditPageDto>(path)).body;
      const { userId } = (await operator.get<{ userId: string }>('/api/v1/auth/me')).body;
      return items.filter(({ target }) => target.id === userId);
    };
    const trail = await eventually(mine, (entries) => entries.length === 5);

    const failed = trail.find(({ action }) => action === 'user.sign_in_failed')!;
    expect([failed.outcome, failed.actor.type, failed.ip]).toEqual(['failure', 'anonymous', '127.0.0.1']);
    expect(trail.map(({ action }) => action).sort()).toEqual([
      'user.activated',
      'user.invited',
      'user.sign_in_failed',
      'user.signed_in',
      'user.signed_in',
    ]);
  });

  it('refreshes, with the refresh token staying good', async () => {
    const { refreshToken } = await makeOperator(broker);
    for (let time = 0; time < 2; time++) {
      const { status, body } = await api.post<AccessDto>('/api/v1/auth/refresh', { body: { refreshToken } });
      expect([status, Object.keys(body).sort()]).toEqual([200, ['accessToken', 'expiresIn']]);
      expect((await api.as(body.accessToken).get('/api/v1/auth/me')).status).toBe(200);
    }
  });

  it('gives a refresh token that is sealed, not Cognito’s', async () => {
    const { refreshToken, email } = await makeOperator(broker);

    expect(refreshToken).toMatch(/^[\w-]+$/);
    expect(Buffer.from(refreshToken, 'base64url').toString('latin1')).not.toContain(email);
  });
});
