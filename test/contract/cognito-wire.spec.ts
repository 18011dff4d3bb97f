import type { RequestListener } from 'node:http';
import { PasswordRejected, PersonSignInRefused } from '../../src/admin/ports/people-pool.js';
import { CognitoMachinePool } from '../../src/aws/cognito/cognito-machine-pool.js';
import { CognitoPeoplePool } from '../../src/aws/cognito/cognito-people-pool.js';
import { SignInRefused, UserDisabled } from '../../src/clients/ports/machine-pool.js';
import {
  DependencyMisconfigured,
  DependencyThrottled,
  DependencyUnavailable,
} from '../../src/common/errors/dependency-errors.js';
import { cognitoAt } from '../support/cognito-pools.js';
import { failing, startWireServer, type WireServer } from '../support/wire-server.js';

/** What AWS answers and no emulator does, said on the wire. */
describe('Cognito on the wire', () => {
  const signal = new AbortController().signal;
  const newPassword = {
    challenge: 'NEW_PASSWORD_REQUIRED',
    session: 'a-session-of-a-kind',
    newPassword: 'x',
  } as const;
  const code = { challenge: 'SOFTWARE_TOKEN_MFA', session: 'a-session-of-a-kind', code: '123456' } as const;
  let server: WireServer | undefined;

  afterEach(() => server?.close());

  async function pools(answer: RequestListener) {
    server = await startWireServer(answer);
    const client = cognitoAt(server.endpoint);
    const pool = {
      region: 'us-east-1',
      userPoolId: 'us-east-1_example',
      clientId: '4example',
      clientSecret: 'a-secret',
      issuer: server.endpoint,
      jwksUrl: server.endpoint,
    };
    return {
      machines: new CognitoMachinePool(client, pool, 'test'),
      people: new CognitoPeoplePool(client, pool, 'test'),
    };
  }

  it.each([
    ['NotAuthorizedException', 'Invalid Refresh Token', SignInRefused],
    ['NotAuthorizedException', 'Refresh Token has expired', SignInRefused],
    ['NotAuthorizedException', 'User is disabled.', UserDisabled],
    ['NotAuthorizedException', 'SecretHash does not match for the client: 4example', DependencyMisconfigured],
    ['InvalidParameterException', 'Auth flow not enabled for this client', DependencyMisconfigured],
    ['AccessDeniedException', 'User: arn:aws:iam::1:role/x is not authorized', DependencyMisconfigured],
    ['UnrecognizedClientException', 'The security token is invalid.', DependencyMisconfigured],
    ['TooManyRequestsException', 'Rate exceeded', DependencyThrottled],
  ])('a refresh answered %s: %s', async (type, message, expected) => {
    const { machines } = await pools(failing(400, type, message));
    await expect(machines.refresh('cl_abc', 'a.token', signal)).rejects.toBeInstanceOf(expected);
  });

  it.each([
    ['500 in JSON', failing(500, 'InternalErrorException')],
    ['502 of a proxy', (_request, response) => response.writeHead(502).end('<html>')],
    ['200 that is not JSON', (_request, response) => response.writeHead(200).end('<html>')],
    ['a reset', (request) => request.socket.destroy()],
    [
      'half an answer',
      (request, response) => response.writeHead(200).write('{', () => request.socket.destroy()),
    ],
  ] satisfies [string, RequestListener][])(
    'a refresh answered by %s is unavailable',
    async (_name, answer) => {
      const { machines } = await pools(answer);
      const refresh = machines.refresh('cl_abc', 'a.token', signal);
      await expect(refresh).rejects.toBeInstanceOf(DependencyUnavailable);
    },
  );

  it('gives up on an answer that does not come', async () => {
    const { machines } = await pools(() => undefined);
    const refresh = machines.refresh('cl_abc', 'a.token', signal);
    await expect(refresh).rejects.toBeInstanceOf(DependencyUnavailable);
  });

  it.each([
    ['does not come', false],
    ['stops in the middle', true],
  ])('leaves with its caller while the answer %s', async (_name, begun) => {
    const caller = new AbortController();
    const { machines } = await pools((_request, response) => {
      if (begun) response.writeHead(200).write('{');
      caller.abort();
    });
    const refresh = machines.refresh('cl_abc', 'a.token', caller.signal);
    await expect(refresh).rejects.toMatchObject({ name: 'DependencyUnavailable', cause: 'AbortError' });
  });

  it('asks once: what is repeated is for the domain to say', async () => {
    let asked = 0;
    const { machines } = await pools((request, response) => {
      asked += 1;
      failing(500, 'InternalErrorException')(request, response);
    });
    await expect(machines.refresh('cl_abc', 'a.token', signal)).rejects.toThrow(DependencyUnavailable);
    expect(asked).toBe(1);
  });

  it('refuses a machine whose password somebody made temporary', async () => {
    const { machines } = await pools((_request, response) =>
      response
        .writeHead(200)
        .end(JSON.stringify({ ChallengeName: 'NEW_PASSWORD_REQUIRED', Session: 'a-session' })),
    );
    await expect(machines.signIn('cl_abc', 'a-password', signal)).rejects.toThrow(SignInRefused);
  });

  it('does not take a wrong client secret for a token that is revoked already', async () => {
    const { machines } = await pools(failing(400, 'UnauthorizedException', 'Unauthorized'));
    await expect(machines.revoke('a.token', signal)).rejects.toThrow(DependencyMisconfigured);
  });

  it.each(['InvalidPasswordException', 'PasswordHistoryPolicyViolationException'])(
    'a new password answered %s is rejected',
    async (type) => {
      const { people } = await pools(failing(400, type, 'Password does not conform to policy'));
      const answer = people.answerChallenge('ana@example.com', newPassword, signal);
      await expect(answer).rejects.toThrow(PasswordRejected);
    },
  );

  it.each([
    ['NotAuthorizedException', 'Invalid session for the user, session is expired.'],
    ['CodeMismatchException', 'Invalid code received for user'],
    ['ExpiredCodeException', 'Your software token has already been used once.'],
    ['InvalidParameterException', '1 validation error detected: Value at session failed'],
    ['UserNotFoundException', 'User does not exist.'],
    ['PasswordResetRequiredException', 'Password reset required for the user'],
  ])('a challenge answered %s: %s is refused', async (type, message) => {
    const { people } = await pools(failing(400, type, message));
    const answer = people.answerChallenge('ana@example.com', code, signal);
    await expect(answer).rejects.toThrow(PersonSignInRefused);
  });

  it('is set up wrong when what it issues is no token', async () => {
    const result = { AccessToken: 'no.jwt', RefreshToken: 'a.token' };
    const answer = JSON.stringify({ AuthenticationResult: result });
    const { people } = await pools((_request, response) => response.writeHead(200).end(answer));
    const signIn = people.signIn('ana@example.com', 'a-password', signal);
    await expect(signIn).rejects.toThrow(DependencyMisconfigured);
  });

  it('cannot meet a challenge that the broker does not know', async () => {
    const { people } = await pools((_request, response) =>
      response.writeHead(200).end(JSON.stringify({ ChallengeName: 'MFA_SETUP', Session: 'a-session' })),
    );
    const signIn = people.signIn('ana@example.com', 'a-password', signal);
    await expect(signIn).rejects.toThrow(DependencyMisconfigured);
  });
});
