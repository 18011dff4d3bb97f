import { createCognitoClient } from '../aws/cognito/cognito-client.js';
import { provisionMachinesPool, provisionPeoplePool } from '../aws/cognito/provision-pools.js';
import { makeDynamodbClient } from '../aws/dynamodb/dynamodb-client.js';
import { provisionTable } from '../aws/dynamodb/table-definition.js';
import { SECOND } from '../common/clock.js';
import { loadInitConfig } from '../config/init-config.js';

/** Makes what the broker stands on, or completes it, and prints the variables that name it. Safe to repeat. */
export async function init(): Promise<void> {
  const { region, tableName, bearerTokenLife, refreshTokenLife } = loadInitConfig();
  const dynamodb = makeDynamodbClient({ region, tryTimeout: 10 * SECOND });
  const cognito = createCognitoClient({ region });
  await provisionTable(dynamodb, tableName);
  const machines = await provisionMachinesPool(cognito, {
    installation: tableName,
    bearerTokenLife,
    refreshTokenLife,
  });
  const people = await provisionPeoplePool(cognito, tableName);
  const variables = {
    AWS_REGION: region,
    TABLE_NAME: tableName,
    USER_POOL_ID: machines.userPoolId,
    MACHINE_CLIENT_ID: machines.clientId,
    MACHINE_CLIENT_SECRET: machines.clientSecret,
    PORTAL_USER_POOL_ID: people.userPoolId,
    PORTAL_CLIENT_ID: people.clientId,
    PORTAL_CLIENT_SECRET: people.clientSecret,
  };
  for (const [name, value] of Object.entries(variables)) console.log(`${name}=${value}`);
}
