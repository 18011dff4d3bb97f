import { UpdateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { machinesPool } from '../../src/aws/cognito/pool-definitions.js';
import { DAY, HOUR, type Millis, MINUTE } from '../../src/common/clock.js';
import type { Ground } from './broker.js';
import { machinesPoolAt, peoplePoolAt, type TestPool } from './cognito-pools.js';
import { makeTable } from './table.js';

/** Pools at ministack, which refuses the refresh tokens of disabled users, of sign-ins that were ended, and old ones. */
export async function strictGround(endpoint: string): Promise<Ground> {
  const [table, machines, people] = await Promise.all([
    makeTable(),
    machinesPoolAt(endpoint),
    peoplePoolAt(endpoint),
  ]);
  return { table, machines, people };
}

/** Has the pool forget sign-ins after so many whole hours, fewer than its definition can say. */
export async function shortenSignIns(machines: TestPool, life: Millis): Promise<void> {
  const { client: definition } = machinesPool({
    installation: machines.installation,
    bearerTokenLife: 15 * MINUTE,
    refreshTokenLife: DAY,
  });
  const hours = {
    TokenValidityUnits: { ...definition.TokenValidityUnits, RefreshToken: 'hours' as const },
    RefreshTokenValidity: life / HOUR,
  };
  const { userPoolId: UserPoolId, clientId: ClientId } = machines.pool;
  await machines.client.send(
    new UpdateUserPoolClientCommand({ ...definition, ...hours, UserPoolId, ClientId }),
  );
}
