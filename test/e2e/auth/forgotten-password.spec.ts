import { OperatorCreation } from '../../../src/admin/operators/operator-creation.js';
import type { ChallengeDto, SignedInDto } from '../../../src/admin/sign-in/sign-in.dto.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { emulators } from '../../support/emulators.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { resetCodeByCognitoLocal, temporaryPasswordByCognitoLocal } from '../../support/mails.js';
import { anAddress, makeOperator, PASSWORD, type TestPerson } from '../../support/people.js';
import { travel } from '../../support/travel.js';

const NEW = 'Another-Password-For-Tests-2';

describe('a forgotten password', () => {
  let cognito: FaultProxy;
  let broker: TestBroker;
  let api: Api;

  beforeAll(async () => {
    cognito = await startFaultProxy(emulators().cognitoLocal);
    broker = await startBroker({ endpoints: { cognito: cognito.endpoint } });
    api = new Api(broker.url);
  });
  afterAll(async () => {
    await broker.stop();
    await cognito.stop();
  });

  const forgot = (email: string) => api.post('/api/v1/auth/forgot-password', { body: { email } });
  const reset = (email: string, code: string, newPassword = NEW) =>
    api.post('/api/v1/auth/reset-password', { body: { email, code, newPassword } });
  const login = (email: string, password: string) =>
    api.post<SignedInDto & ChallengeDto>('/api/v1/auth/login', { body: { email, password } });

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

  const replace = async ({ email }: TestPerson) => {
    await forgot(email);
    expect((await reset(email, await resetCodeByCognitoLocal(email))).status).toBe(204);
  };

  it('lets nobody in who is signing in with the old one just then', async () => {
    const person = await makeOperator(broker);
    const hold = cognito.holdAnswer('InitiateAuth', { times: 1 });
    const intruder = login(person.email, PASSWORD);
    await hold.held;
    await replace(person);
    hold.release();

    expect((await intruder).status).toBe(401);
  });

  it('ends sign-ins of a replica whose clock is ahead', async () => {
    const person = await makeOperator(broker);
    const back = travel(broker, 1_900);
    const { refreshToken } = (await login(person.email, PASSWORD)).body;
    back();
    await replace(person);

    expect((await api.post('/api/v1/auth/refresh', { body: { refreshToken } })).status).toBe(401);
  });

  it('is none of somebody who has never signed in', async () => {
    const email = anAddress();
    await broker.app.get(OperatorCreation).createOperator(email, 'Olga');
    const invitation = await temporaryPasswordByCognitoLocal(email);
    await forgot(email);
    // AWS sends them no code. The emulator does, in the words of an invitation.
    const { status, body } = await reset(email, await temporaryPasswordByCognitoLocal(email));

    expect([status, body.code]).toEqual([400, 'reset_refused']);
    expect((await login(email, invitation)).body).toMatchObject({ challenge: 'NEW_PASSWORD_REQUIRED' });
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
