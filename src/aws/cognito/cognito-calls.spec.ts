import { readFileSync } from 'node:fs';
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { MINUTE, SECOND } from '../../common/clock.js';
import { CognitoCalls } from './cognito-calls.js';
import { COGNITO_QUOTAS } from './cognito-quotas.js';

describe('calls to Cognito', () => {
  let now: number;
  let calls: CognitoCalls;
  let client: CognitoIdentityProviderClient;

  beforeEach(() => {
    now = 1_800_000_000_000;
    calls = new CognitoCalls({ now: () => now }, { rateOf: () => 7.77 }, { state: 'open' });
    const endpoint = 'http://127.0.0.1:1';
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
    client = new CognitoIdentityProviderClient({
      region: 'us-east-1',
      endpoint,
      credentials,
      maxAttempts: 1,
    });
    calls.watch(client);
  });
  afterEach(() => client.destroy());

  const signIn = () =>
    client
      .send(new InitiateAuthCommand({ AuthFlow: 'USER_PASSWORD_AUTH', ClientId: 'x' }))
      .catch(() => undefined);
  const look = () =>
    client.send(new AdminGetUserCommand({ UserPoolId: 'x', Username: 'x' })).catch(() => undefined);
  const used = () =>
    Object.fromEntries(Object.entries(calls.byQuota()).map(([name, one]) => [name, one.used]));

  it('are counted by quota, those that failed too: the busiest second of the last minute', async () => {
    await Promise.all([signIn(), signIn(), signIn(), look()]);
    now += SECOND;
    await Promise.all([signIn(), look(), look()]);

    expect(used()).toMatchObject({ UserAuthentication: 3, UserRead: 2, UserCreation: 0 });
  });

  it('are told with what the replica may use, and whether the breaker holds them back', () => {
    expect(calls.byQuota()['UserRead']).toEqual({ used: 0, limit: 7.8 });
    expect(calls.breaker()).toBe('open');
  });

  it('are forgotten after a minute', async () => {
    await signIn();
    now += MINUTE - SECOND;
    expect(used()).toMatchObject({ UserAuthentication: 1 });
    now += SECOND;
    expect(used()).toMatchObject({ UserAuthentication: 0 });
  });

  it('have a quota, all that the broker makes', () => {
    const known = Object.values(COGNITO_QUOTAS).flatMap(({ operations }): readonly string[] => operations);
    const made = operationsIn(
      './cognito-machine-pool.ts',
      './cognito-people-pool.ts',
      './pool-users.ts',
      '../aws-probes.ts',
    );

    expect(made.length).toBeGreaterThan(8);
    expect(made.filter((operation) => !known.includes(operation))).toEqual([]);
  });
});

/** By their SDK commands. */
function operationsIn(...files: string[]): string[] {
  const code = files.map((file) => readFileSync(new URL(file, import.meta.url), 'utf8')).join('\n');
  return [...code.matchAll(/new (\w+)Command\(/g)].map(([, operation = '']) => operation);
}
