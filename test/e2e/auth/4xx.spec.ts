import {
  AdminSetUserPasswordCommand,
  AdminCreateUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { decodeJwt } from 'jose';
import { type Answer, Api, type ProblemAnswer } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { anAddress, makeOperator, PASSWORD, type TestPerson } from '../../support/people.js';

describe('signing in, refused', () => {
  let broker: TestBroker;
  let api: Api;
  let operator: TestPerson;

  beforeAll(async () => {
    broker = await startBroker();
    api = new Api(broker.url);
    operator = await makeOperator(broker);
  });
  afterAll(() => broker.stop());

  const login = (email: string, password: string) =>
    api.post('/api/v1/auth/login', { body: { email, password } });
  const refresh = (refreshToken: string) => api.post('/api/v1/auth/refresh', { body: { refreshToken } });
  const challenge = (fields: object) => api.post('/api/v1/auth/challenge', { body: fields });

  /** In the pool, but none of ours: nobody invited them. */
  async function makeStranger(): Promise<string> {
    const { client, pool } = broker.people;
    const Username = anAddress('stranger');
    const named = { UserPoolId: pool.userPoolId, Username };
    const UserAttributes = [{ Name: 'email', Value: Username }];
    const invitation = { ...named, UserAttributes, DesiredDeliveryMediums: ['EMAIL' as const] };
    await client.send(new AdminCreateUserCommand(invitation));
    await client.send(new AdminSetUserPasswordCommand({ ...named, Password: PASSWORD, Permanent: true }));
    return Username;
  }

  async function makeRemoved(): Promise<TestPerson> {
    const person = await makeOperator(broker);
    const PK = `USER#${decodeJwt(person.accessToken).sub}`;
    const { documents, tableName } = broker.table;
    await documents.send(new DeleteCommand({ TableName: tableName, Key: { PK, SK: 'USER' } }));
    return person;
  }

  const CAUSES: [string, () => Promise<Answer<ProblemAnswer>>][] = [
    ['a wrong password', () => login(operator.email, 'Wrong-Password-1')],
    ['an unknown address', () => login(anAddress('nobody'), PASSWORD)],
    ['what is no address', () => login('nobody', PASSWORD)],
    ['a password that is another’s name', () => login(operator.email, operator.email)],
    ['somebody who is none of ours', async () => login(await makeStranger(), PASSWORD)],
    ['somebody who was removed', async () => login((await makeRemoved()).email, PASSWORD)],
    ['a refresh token of nobody', () => refresh('x')],
    ['a refresh token that was tampered with', () => refresh(tampered(operator.refreshToken))],
    ['a refresh token cut short', () => refresh(operator.refreshToken.slice(0, -8))],
    ['an access token in its place', () => refresh(operator.accessToken)],
    [
      'the refresh token of somebody who was removed',
      async () => refresh((await makeRemoved()).refreshToken),
    ],
    [
      'a challenge of nobody',
      () =>
        challenge({
          email: anAddress('nobody'),
          challenge: 'NEW_PASSWORD_REQUIRED',
          session: 'x'.repeat(40),
          newPassword: 'Another-Password-1',
        }),
    ],
    [
      'a code that nobody asked for',
      () =>
        challenge({
          email: operator.email,
          challenge: 'SOFTWARE_TOKEN_MFA',
          session: 'x'.repeat(40),
          code: '123456',
        }),
    ],
  ];

  it.each(CAUSES)('401 for %s, told as any other', async (_, attempt) => {
    const { status, headers, body } = await attempt();

    expect([status, { ...body, requestId: '' }]).toEqual([
      401,
      {
        type: 'urn:b2b-auth-broker:problem:sign_in_refused',
        title: 'Sign-in refused',
        status: 401,
        detail: 'Check address, password and code, and start the sign-in again. Causes are not told apart.',
        code: 'sign_in_refused',
        requestId: '',
      },
    ]);
    expect(headers.get('www-authenticate')).toBe('Bearer realm="portal"');
  });

  it.each<[string, string, object, string]>([
    ['login', 'no password', { email: 'a@b.example' }, 'password'],
    ['login', 'an empty password', { email: 'a@b.example', password: '' }, 'password'],
    ['login', 'a password of another type', { email: 'a@b.example', password: { length: 12 } }, 'password'],
    ['login', 'a password that is too long', { email: 'a@b.example', password: 'x'.repeat(257) }, 'password'],
    ['login', 'no address', { password: 'x' }, 'email'],
    ['login', 'an unknown field', { email: 'a@b.example', password: 'x', otp: '1' }, 'otp'],
    ['refresh', 'no refresh token', {}, 'refreshToken'],
    ['logout', 'no refresh token', {}, 'refreshToken'],
    ['logout', 'a refresh token that is too long', { refreshToken: 'x'.repeat(8_193) }, 'refreshToken'],
    ['forgot-password', 'no address', {}, 'email'],
    ['forgot-password', 'an address of another type', { email: ['a@b.example'] }, 'email'],
    ['reset-password', 'no code', { email: 'a@b.example', newPassword: 'x' }, 'code'],
    ['reset-password', 'no password', { email: 'a@b.example', code: '1' }, 'newPassword'],
    ['reset-password', 'a code too long', { email: 'a@b', code: '1'.repeat(65), newPassword: 'x' }, 'code'],
    ['refresh', 'a refresh token of another type', { refreshToken: 7 }, 'refreshToken'],
    [
      'challenge',
      'a challenge that there is not',
      { email: 'a@b.example', challenge: 'SMS_MFA', session: 'x' },
      'challenge',
    ],
    [
      'challenge',
      'no new password',
      { email: 'a@b.example', challenge: 'NEW_PASSWORD_REQUIRED', session: 'x' },
      'newPassword',
    ],
    [
      'challenge',
      'a code of letters',
      { email: 'a@b.example', challenge: 'SOFTWARE_TOKEN_MFA', session: 'x', code: 'abcdef' },
      'code',
    ],
  ])('400 at %s for %s', async (step, _, sent, field) => {
    const { status, body } = await api.post(`/api/v1/auth/${step}`, { body: sent });

    expect([status, body.code, body.errors?.map((one) => one.field)]).toEqual([
      400,
      'validation_failed',
      [field],
    ]);
  });
});

/** Another byte in the middle. */
function tampered(token: string): string {
  const at = Math.floor(token.length / 2);
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
}
