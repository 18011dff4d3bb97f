import { createCognitoClient } from '../aws/cognito/cognito-client.js';
import { provisionMachinesPool, provisionPeoplePool } from '../aws/cognito/provision-pools.js';
import { makeDynamodbClient } from '../aws/dynamodb/dynamodb-client.js';
import { completeTable } from '../aws/dynamodb/table-completion.js';
import { provisionTable } from '../aws/dynamodb/table-definition.js';
import { createKmsClient } from '../aws/kms/kms-client.js';
import { provisionKey } from '../aws/kms/provision-key.js';
import { SECOND } from '../common/clock.js';
import { loadInitConfig } from '../config/init-config.js';
import { readArguments } from './arguments.js';
import { CommandFailed } from './command-failed.js';
import type { Command } from './command.js';

/** Makes what the broker stands on, or completes it, and prints the variables that name it. Safe to repeat. */
export const init: Command = {
  usage: `Usage: node dist/cli init [--json]

Makes the table, its time to live and protection, the operators' tenant, both user pools and their app clients, or completes what an earlier
run left out, and prints the variables that name them; app client secrets are among them. In production mode, or with
KEY_PROVIDER=kms, it makes a KMS key too, unless KMS_KEY_ID names one: alias/<TABLE_NAME>, rotated each year. It needs AWS_REGION
and TABLE_NAME, and reads ID_TOKEN_MINUTES and REFRESH_TOKEN_DAYS. Safe to repeat.`,

  async run(args) {
    const { values } = readArguments(args, this, { json: { type: 'boolean', default: false } });
    const variables = await provision();
    if (values.json) console.log(JSON.stringify(variables));
    else for (const [name, value] of Object.entries(variables)) console.log(`${name}=${value}`);
  },
};

async function provision(): Promise<Readonly<Record<string, string>>> {
  const { region, tableName, bearerTokenLife, refreshTokenLife, makesKey } = loadInitConfig();
  const dynamodb = makeDynamodbClient({ region, tryTimeout: 10 * SECOND });
  const cognito = createCognitoClient({ region });
  const settings = { installation: tableName, bearerTokenLife, refreshTokenLife };
  await step('the table', provisionTable(dynamodb, tableName));
  await step('the table’s indexes and protection', completeTable(dynamodb, tableName));
  const machines = await step("the machines' pool", provisionMachinesPool(cognito, settings));
  const people = await step("the people's pool", provisionPeoplePool(cognito, tableName));
  const keyId = makesKey
    ? await step('the KMS key', provisionKey(createKmsClient({ region }), tableName))
    : undefined;
  return {
    AWS_REGION: region,
    TABLE_NAME: tableName,
    USER_POOL_ID: machines.userPoolId,
    MACHINE_CLIENT_ID: machines.clientId,
    MACHINE_CLIENT_SECRET: machines.clientSecret,
    PORTAL_USER_POOL_ID: people.userPoolId,
    PORTAL_CLIENT_ID: people.clientId,
    PORTAL_CLIENT_SECRET: people.clientSecret,
    ...(keyId !== undefined && { KMS_KEY_ID: keyId }),
  };
}

/** @throws CommandFailed which tells what AWS said, to people who are here for the first time */
async function step<Made>(what: string, making: Promise<Made>): Promise<Made> {
  try {
    return await making;
  } catch (error) {
    if (!(error instanceof Error) || error instanceof TypeError) throw error;
    const { name, message } = error;
    throw new CommandFailed(
      `${what} could not be made or completed: ${name}: ${message || String((error as NodeJS.ErrnoException).code)}\n` +
        'What was made before stays: mend this and run init again. docs/operations.md, "Rights in AWS", says which rights it needs.',
      { cause: error },
    );
  }
}
