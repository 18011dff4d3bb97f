import {
  AdminSetUserPasswordCommand,
  AdminCreateUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { decodeJwt } from 'jose';
import { type Answer, Api, type ProblemAnswer } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { anAddress, makeOperator, PASSWORD, type TestPerson } from '../../support/people.js';

const CANARY = 'canary-that-nobody-may-see-again';
const NOT_A_LINE = [undefined, '', null, 7, [CANARY], { $ne: CANARY }, `${CANARY}\0`, `${CANARY}\ud800`];
const OVER_LONG = CANARY.repeat(300);

const BODIES: [string, Readonly<Record<string, string>>][] = [
  ['login', { email: 'a@b.example', password: 'x' }],
  ['challenge', { email: 'a@b.example', challenge: 'NEW_PASSWORD_REQUIRED', session: 'x', newPassword: 'x' }],
  ['challenge', { email: 'a@b.example', challenge: 'SOFTWARE_TOKEN_MFA', session: 'x', code: '123456' }],
  ['refresh', { refreshToken: 'x' }],
  ['logout', { refreshToken: 'x' }],
  ['forgot-password', { email: 'a@b.example' }],
  ['reset-password', { email: 'a@b.example', code: '1', newPassword: 'x' }],
  ['mfa/verify', { code: '123456' }],
];

/** The body with one field spoilt, in every way, and with one more that is not known; beside the name of the field. */
function spoilt(good: Readonly<Record<string, string>>): [string, object][] {
  const spoiltFields = Object.keys(good).flatMap((field) =>
    [...NOT_A_LINE, OVER_LONG].map((value): [string, object] => [field, { ...good, [field]: value }]),
  );
  return [...spoiltFields, ['otp', { ...good, otp: CANARY }]];
}

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

  it.each(BODIES)(
    '400 at %s for each field that is not as it must be, untold what it was',
    async (step, good) => {
      const { accessToken } = operator;
      for (const [field, body] of spoilt(good)) {
        const {
          status,
          text,
          body: problem,
        } = await api.as(accessToken).post(`/api/v1/auth/${step}`, { body });
        const fields = problem.errors?.map((one) => one.field);

        expect([body, status, problem.code, fields]).toEqual([body, 400, 'validation_failed', [field]]);
        expect(text).not.toContain(CANARY);
      }
    },
  );
});

/** Another byte in the middle. */
function tampered(token: string): string {
  const at = Math.floor(token.length / 2);
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
}
