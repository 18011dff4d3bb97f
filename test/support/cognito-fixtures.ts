import {
  AdminDeleteUserCommand,
  AssociateSoftwareTokenCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoMachinePool } from '../../src/aws/cognito/cognito-machine-pool.js';
import { CognitoPeoplePool } from '../../src/aws/cognito/cognito-people-pool.js';
import type { MachinePoolFixture } from '../contract/machine-pool.contract.js';
import type { PeoplePoolFixture } from '../contract/people-pool.contract.js';
import {
  cognitoAt,
  disableUser,
  machinesPoolAt,
  NOWHERE,
  peoplePoolAt,
  type TestPool,
  uniqueInstallation,
} from './cognito-pools.js';
import { totp } from './totp.js';

const GONE = '4gone';
const WRONG = 'wrong';

export async function machinePoolFixture(endpoint: string): Promise<MachinePoolFixture> {
  const made = await machinesPoolAt(endpoint);
  const { client, pool, installation } = made;
  return {
    pool: new CognitoMachinePool(client, pool, installation),
    appClientId: pool.clientId,
    ofAnotherInstallation: new CognitoMachinePool(client, pool, uniqueInstallation()),
    withAppClientGone: new CognitoMachinePool(client, { ...pool, clientId: GONE }, installation),
    withWrongSecret: new CognitoMachinePool(client, { ...pool, clientSecret: WRONG }, installation),
    unreachable: new CognitoMachinePool(cognitoAt(NOWHERE), pool, installation),
    disable: (clientId) => disableUser(made, clientId),
  };
}

export async function peoplePoolFixture(
  endpoint: string,
  mails: Pick<PeoplePoolFixture, 'temporaryPassword' | 'resetCode'>,
): Promise<PeoplePoolFixture> {
  const made = await peoplePoolAt(endpoint);
  const { client, pool, installation } = made;
  return {
    pool: new CognitoPeoplePool(client, pool, installation),
    appClientId: pool.clientId,
    ofAnotherInstallation: new CognitoPeoplePool(client, pool, uniqueInstallation()),
    withAppClientGone: new CognitoPeoplePool(client, { ...pool, clientId: GONE }, installation),
    withWrongSecret: new CognitoPeoplePool(client, { ...pool, clientSecret: WRONG }, installation),
    unreachable: new CognitoPeoplePool(cognitoAt(NOWHERE), pool, installation),
    ...mails,
    enrolTotp: (accessToken) => enrolTotp(made, accessToken),
    disable: (email) => disableUser(made, email),
    remove: async (email) => {
      await client.send(new AdminDeleteUserCommand({ UserPoolId: pool.userPoolId, Username: email }));
    },
  };
}

async function enrolTotp({ client }: TestPool, AccessToken: string): Promise<() => string> {
  const { SecretCode = '' } = await client.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  await client.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: totp(SecretCode) }));
  const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
  await client.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));
  return () => totp(SecretCode);
}
