import { setTimeout } from 'node:timers/promises';
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type TableDescription,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { SECOND } from '../../common/clock.js';
import { tableDefinition } from './table-definition.js';

/** Seconds that a change of the table may take, an index of many items apart. */
const PATIENCE = 120;

/**
 * Adds what a table is without that was restored, or made by another hand: indexes, deletion protection, point-in-time
 * recovery. The errors are the SDK's own; that another index is still being built is one of them.
 */
export async function completeTable(client: DynamoDBClient, TableName: string): Promise<void> {
  const { Table = {} } = await client.send(new DescribeTableCommand({ TableName }));
  await addIndexes(client, TableName, Table);
  // An emulator that knows of none tells of none.
  if (Table.DeletionProtectionEnabled === false)
    await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true }));
  await untilActive(client, TableName);
  await switchBackupsOn(client, TableName);
}

async function addIndexes(client: DynamoDBClient, TableName: string, table: TableDescription): Promise<void> {
  const { AttributeDefinitions, GlobalSecondaryIndexes = [] } = tableDefinition(TableName);
  const there = table.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName) ?? [];
  for (const index of GlobalSecondaryIndexes.filter(({ IndexName }) => !there.includes(IndexName))) {
    const GlobalSecondaryIndexUpdates = [{ Create: index }];
    await client.send(
      new UpdateTableCommand({ TableName, AttributeDefinitions, GlobalSecondaryIndexUpdates }),
    );
    await untilActive(client, TableName);
  }
}

async function untilActive(client: DynamoDBClient, TableName: string): Promise<void> {
  await waitUntilTableExists({ client, maxWaitTime: PATIENCE, minDelay: 1 }, { TableName });
}

async function switchBackupsOn(client: DynamoDBClient, TableName: string): Promise<void> {
  if (!(await areBackupsOff(client, TableName))) return;
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
  const command = new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification });
  for (let waited = 0; ; waited += 1)
    try {
      return void (await client.send(command));
    } catch (error) {
      if (!isOf(error, 'ContinuousBackupsUnavailableException') || waited === PATIENCE) throw error;
      await setTimeout(SECOND); // a new table has none in its first seconds
    }
}

/** Not off where an emulator has none. */
async function areBackupsOff(client: DynamoDBClient, TableName: string): Promise<boolean> {
  try {
    const described = await client.send(new DescribeContinuousBackupsCommand({ TableName }));
    const { PointInTimeRecoveryDescription } = described.ContinuousBackupsDescription ?? {};
    return PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus !== 'ENABLED';
  } catch (error) {
    if (isOf(error, 'UnknownOperationException')) return false;
    throw error;
  }
}

function isOf(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
