import type { SignedInDto } from '../../../src/admin/sign-in/sign-in.dto.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { resetCodeByCognitoLocal } from '../../support/mails.js';
import { anAddress, makeOperator, PASSWORD } from '../../support/people.js';

const NEW = 'Another-Password-For-Tests-2';

describe('a forgotten password', () => {
  let broker: TestBroker;
  let api: Api;

  beforeAll(async () => {
    broker = await startBroker();
    api = new Api(broker.url);
  });
  afterAll(() => broker.stop());

  const forgot = (email: string) => api.post('/api/v1/auth/forgot-password', { body: { email } });
  const reset = (email: string, code: string, newPassword = NEW) =>
    api.post('/api/v1/auth/reset-password', { body: { email, code, newPassword } });
  const login = (email: string, password: string) =>
    api.post<SignedInDto>('/api/v1/auth/login', { body: { email, password } });

  it('is replaced by means of a mailed code, and every sign-in from before ends', async () => {
    const person = await makeOperator(broker);
    expect((await forgot(person.email)).status).toBe(202);
    const done = await reset(person.email, await resetCodeByCognitoLocal(person.email));

    expect([done.status, done.text]).toEqual([204, '']);
    expect((await login(person.email, PASSWORD)).status).toBe(401);
    expect((await person.api.get('/api/v1/auth/me')).status).toBe(401);
    const body = { refreshToken: person.refreshToken };
    expect((await api.post('/api/v1/auth/refresh', { body })).status).toBe(401);
    const { accessToken } = (await login(person.email, NEW)).body;
    expect((await api.as(accessToken).get('/api/v1/auth/me')).status).toBe(200);
    const trail = await api.as(accessToken).get<{ items: { action: string }[] }>('/api/v1/audit-events');
    expect(trail.body.items.map(({ action }) => action)).toContain('user.password_reset');
  });

  it('is asked for with one answer, whether or not the address is known', async () => {
    const { email } = await makeOperator(broker);
    const answers = await Promise.all([email, anAddress('nobody'), 'no address'].map(forgot));

    for (const { status, text } of answers) expect([status, text]).toEqual([202, '{"status":"received"}']);
  });

  it('is refused with one answer, whatever the cause', async () => {
    const { email } = await makeOperator(broker);
    await forgot(email);
    const code = await resetCodeByCognitoLocal(email);
    const wrong = code === '000000' ? '000001' : '000000';
    const answers = [
      await reset(email, wrong),
      await reset(anAddress('nobody'), code),
      await reset('no address', code),
      await reset(email, 'not a code'),
    ];

    for (const { status, body } of answers)
      expect([status, { ...body, requestId: '' }]).toEqual([
        400,
        { ...answers[0]!.body, code: 'reset_refused', requestId: '' },
      ]);
    expect((await login(email, PASSWORD)).status).toBe(200);
  });
});
