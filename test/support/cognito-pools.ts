import { randomUUID } from 'node:crypto';
import {
  AdminDisableUserCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { createCognitoClient } from '../../src/aws/cognito/cognito-client.js';
import {
  type ProvisionedPool,
  provisionMachinesPool,
  provisionPeoplePool,
} from '../../src/aws/cognito/provision-pools.js';
import { DAY, MINUTE } from '../../src/common/clock.js';
import type { PoolConfig } from '../../src/config/config.js';

/** A pool of its own for one test file, and how to reach it. */
export interface TestPool {
  readonly client: CognitoIdentityProviderClient;
  readonly installation: string;
  readonly pool: PoolConfig;
}

const REGION = 'us-east-1';

/** The broker's own client, against an emulator. */
export function cognitoAt(endpoint: string): CognitoIdentityProviderClient {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return createCognitoClient({ region: REGION, endpoint, credentials });
}

export async function machinesPoolAt(endpoint: string, bearerTokenLife = 15 * MINUTE): Promise<TestPool> {
  const client = cognitoAt(endpoint);
  const installation = uniqueInstallation();
  const lives = { bearerTokenLife, refreshTokenLife: 3_650 * DAY };
  const made = await provisionMachinesPool(client, { installation, ...lives });
  return { client, installation, pool: asConfig(endpoint, made) };
}

export async function peoplePoolAt(endpoint: string): Promise<TestPool> {
  const client = cognitoAt(endpoint);
  const installation = uniqueInstallation();
  const made = await provisionPeoplePool(client, installation);
  return { client, installation, pool: asConfig(endpoint, made) };
}

export async function disableUser({ client, pool }: TestPool, username: string): Promise<void> {
  await client.send(new AdminDisableUserCommand({ UserPoolId: pool.userPoolId, Username: username }));
}

export function uniqueInstallation(): string {
  return `test-${randomUUID()}`;
}

/** Where nothing listens: port 1 is never given out. */
export const NOWHERE = 'http://127.0.0.1:1';

function asConfig(endpoint: string, made: ProvisionedPool): PoolConfig {
  const issuer = `${endpoint}/${made.userPoolId}`;
  return { region: REGION, ...made, issuer, jwksUrl: `${issuer}/.well-known/jwks.json` };
}
