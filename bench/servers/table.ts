import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { startDynamodbLocal } from '../../dev/emulators/dynamodb-local.js';
import type { Server } from '../../dev/servers/server.js';
import { makeDocumentClient, makeDynamodbClient } from '../../src/aws/dynamodb/dynamodb-client.js';
import { toClientItem } from '../../src/aws/dynamodb/client-item.js';
import { provisionTable } from '../../src/aws/dynamodb/table-definition.js';
import { toTenantItem } from '../../src/aws/dynamodb/tenant-item.js';
import { toUserItem } from '../../src/aws/dynamodb/user-item.js';
import type { Items } from '../world/items.js';
import { partner } from '../world/partners.js';
import { OPERATOR, REGION } from '../world/pools.js';
import { TABLE } from './broker.js';

/** What BatchWriteItem takes. */
const BATCH = 25;
const AT_ONCE = 8;

/** DynamoDB Local with the first clients of the world, and the operator. */
export async function startTable(items: Items, clients: number): Promise<Server> {
  const server = await startDynamodbLocal();
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const { endpoint } = server;
  const client = makeDynamodbClient({ region: REGION, endpoint, credentials, tryTimeout: 10_000 });
  await provisionTable(client, TABLE);
  await fill(makeDocumentClient(client), items, clients);
  return server;
}

async function fill(documents: DynamoDBDocumentClient, items: Items, clients: number): Promise<void> {
  let number = 1;
  const next = async () => {
    while (number <= clients) await write(documents, await itemsOf(items, number++));
  };
  await write(documents, [toUserItem(OPERATOR)]);
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

async function itemsOf(items: Items, number: number): Promise<object[]> {
  const owner = partner(number);
  const own = [toClientItem(owner.client), await items.identityItem(owner), await items.sessionItem(owner)];
  return [...own, toTenantItem(owner.tenant)];
}

async function write(documents: DynamoDBDocumentClient, items: readonly object[]): Promise<void> {
  const RequestItems = { [TABLE]: items.slice(0, BATCH).map((Item) => ({ PutRequest: { Item } })) };
  await documents.send(new BatchWriteCommand({ RequestItems }));
}
