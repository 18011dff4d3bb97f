import { randomUUID } from 'node:crypto';
import { DeleteTableCommand, type DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, paginateScan, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { makeDocumentClient, makeDynamodbClient } from '../../src/aws/dynamodb/dynamodb-client.js';
import { provisionTable } from '../../src/aws/dynamodb/table-definition.js';
import { Table } from '../../src/aws/dynamodb/table.js';
import { emulators } from './emulators.js';

export interface TestTable {
  readonly client: DynamoDBClient;
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly table: Table;
}

/** A table of the test's own. */
export async function makeTable(): Promise<TestTable> {
  const made = tableAt(emulators().dynamodb, `test-${randomUUID()}`);
  await provisionTable(made.client, made.tableName);
  return made;
}

/** Deletes the table, and makes an empty one of the same name. */
export async function makeAnew({ client, tableName }: TestTable): Promise<void> {
  await client.send(new UpdateTableCommand({ TableName: tableName, DeletionProtectionEnabled: false }));
  await client.send(new DeleteTableCommand({ TableName: tableName }));
  await provisionTable(client, tableName);
}

const PATIENT = 10_000;

/** The table as it is reached through `endpoint`. Tests share two cores with the emulator: they have more patience. */
export function tableAt(endpoint: string, tableName: string, tryTimeout = PATIENT): TestTable {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = makeDynamodbClient({ region: 'eu-central-1', endpoint, credentials, tryTimeout });
  const documents = makeDocumentClient(client);
  return { client, documents, tableName, table: new Table(documents, tableName) };
}

/** Every item, sealed values and hashes as the bytes that they are. */
export async function wholeTable({ documents, tableName: TableName }: TestTable): Promise<string> {
  const items: unknown[] = [];
  for await (const { Items = [] } of paginateScan({ client: documents }, { TableName })) items.push(...Items);
  return JSON.stringify(items, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );
}

/** Every item whose partition key is one of `partitions`. */
export async function itemsUnder(table: TestTable, ...partitions: string[]): Promise<object[]> {
  const queries = partitions.map((PK) =>
    table.documents.send(
      new QueryCommand({
        TableName: table.tableName,
        ConsistentRead: true,
        KeyConditionExpression: 'PK = :pk',
        ExpressionAttributeValues: { ':pk': PK },
      }),
    ),
  );
  return (await Promise.all(queries)).flatMap(({ Items = [] }) => Items);
}
