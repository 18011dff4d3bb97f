import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { type Clock, SECOND, SystemClock } from '../../common/clock.js';
import { PLATFORM_TENANT_ID } from '../../common/ids.js';
import { newTenant } from '../../tenants/tenant.js';
import { missing } from './conditions.js';
import { makeDocumentClient } from './dynamodb-client.js';
import { done } from './dynamodb-errors.js';
import { Table } from './table.js';
import { toTenantItem } from './tenant-item.js';

/** Seconds that making the table may take. */
const PATIENCE = 120;

/** The one table: keys, the index of lists (GSI1) and of pending work (GSI2), of keys and little else. */
export function tableDefinition(tableName: string): CreateTableCommandInput {
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      ...['PK', 'SK', 'GSI1PK', 'GSI1SK', 'GSI2PK'].map(text),
      { AttributeName: 'GSI2SK', AttributeType: 'N' },
    ],
    KeySchema: keySchema('PK', 'SK'),
    GlobalSecondaryIndexes: [
      {
        IndexName: 'GSI1',
        KeySchema: keySchema('GSI1PK', 'GSI1SK'),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
      {
        IndexName: 'GSI2',
        KeySchema: keySchema('GSI2PK', 'GSI2SK'),
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['dueSince'] },
      },
    ],
  };
}

/**
 * Makes what is not there yet: the table, its time to live, the operators' own tenant. Safe to repeat.
 * The errors are the SDK's own: this is for a person who sets things up.
 */
export async function provisionTable(
  client: DynamoDBClient,
  tableName: string,
  clock: Clock = new SystemClock(),
): Promise<void> {
  await createTable(client, tableName);
  await waitUntilTableExists({ client, maxWaitTime: PATIENCE, minDelay: 1 }, { TableName: tableName });
  await switchTimeToLiveOn(client, tableName);
  await addPlatformTenant(new Table(makeDocumentClient(client), tableName), clock);
}

async function createTable(client: DynamoDBClient, tableName: string): Promise<void> {
  try {
    await client.send(new CreateTableCommand(tableDefinition(tableName)));
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ResourceInUseException')) throw error;
  }
}

async function switchTimeToLiveOn(client: DynamoDBClient, TableName: string): Promise<void> {
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
  const status = TimeToLiveDescription?.TimeToLiveStatus;
  if (status === 'ENABLED' || status === 'ENABLING') return;
  const TimeToLiveSpecification = { AttributeName: 'ttl', Enabled: true };
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
}

async function addPlatformTenant(table: Table, clock: Clock): Promise<void> {
  const tenant = newTenant(PLATFORM_TENANT_ID, 'Platform', [], clock.now());
  await done(table.put(toTenantItem(tenant), [missing('PK')], AbortSignal.timeout(PATIENCE * SECOND)));
}

function text(AttributeName: string) {
  return { AttributeName, AttributeType: 'S' as const };
}

function keySchema(partition: string, sort: string) {
  return [
    { AttributeName: partition, KeyType: 'HASH' as const },
    { AttributeName: sort, KeyType: 'RANGE' as const },
  ];
}
