import {
  CLIENTS,
  CUT_OFFS,
  REPLICAS,
  byTime,
  identityKey,
  runnerLeaseKey,
} from '../../src/aws/dynamodb/keys.js';
import type { Items } from '../world/items.js';
import { MADE_AT, partner } from '../world/partners.js';
import { Replicas, type Update } from './replicas.js';
import { Refusal, type Service } from './service.js';

interface Text {
  readonly S: string;
}
interface Key {
  readonly PK: Text;
  readonly SK: Text;
}
interface Read {
  readonly Key: Key;
  readonly ConsistentRead?: boolean;
}
interface BatchRead {
  readonly RequestItems: Record<string, KeysRead>;
}
interface KeysRead {
  readonly Keys: readonly Key[];
  readonly ConsistentRead?: boolean;
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
}
interface Query {
  readonly IndexName?: string;
  readonly ConsistentRead?: boolean;
  readonly Limit?: number;
  readonly ExclusiveStartKey?: { readonly GSI1SK: Text };
  /** The first one is the partition, in all queries of the broker. */
  readonly ExpressionAttributeValues: { readonly ':v1': Text };
}

/** Milliseconds that DynamoDB takes for a read of one item, as a rule. */
const LATENCY = 2;

/**
 * Reads items that are computed, and takes every write as done without keeping it, but for heartbeats. Refuses reads that are not strongly
 * consistent: a broker that had become fast by them would not get through the benchmark.
 * @param clients how many there are
 */
export function dynamodb(items: Items, clients: number): Service {
  const replicas = new Replicas();
  const operations = {
    async GetItem({ Key: { PK, SK }, ConsistentRead }: Read) {
      assertStrong(ConsistentRead);
      const item = await items.find(PK.S, SK.S);
      return item === undefined ? '{}' : `{"Item":${item}}`;
    },
    async BatchGetItem({ RequestItems }: BatchRead) {
      const [[table, read]] = Object.entries(RequestItems) as [[string, KeysRead]];
      assertStrong(read.ConsistentRead);
      const attributes = attributesOf(read);
      const found = await Promise.all(read.Keys.map(({ PK, SK }) => items.find(PK.S, SK.S, attributes)));
      const present = found.filter((item) => item !== undefined);
      return `{"Responses":{"${table}":[${present.join()}]},"UnprocessedKeys":{}}`;
    },
    async Query(query: Query) {
      if (query.IndexName === undefined) assertStrong(query.ConsistentRead);
      const found = isOf(query, REPLICAS) ? replicas.all() : await matching(query, items, clients);
      const last = query.IndexName && found.length === query.Limit ? found.at(-1) : undefined;
      return `{"Items":[${found.join()}]${last === undefined ? '' : `,"LastEvaluatedKey":${last}`}}`;
    },
    UpdateItem(update: Update) {
      const { PK } = update.Key;
      if (PK.S === REPLICAS) replicas.beat(update);
      // Another replica runs the pending work.
      if (PK.S === runnerLeaseKey.PK)
        throw new Refusal('ConditionalCheckFailedException', 'The conditional request failed');
      return '{}';
    },
    PutItem: () => '{}',
    DeleteItem: () => '{}',
    TransactWriteItems: () => '{}',
    DescribeTable: () => '{"Table":{"TableId":"bench","TableStatus":"ACTIVE"}}',
  };
  return { latency: LATENCY, operations };
}

/** Those that a read asks for; undefined: all. */
function attributesOf({ ProjectionExpression, ExpressionAttributeNames }: KeysRead): string[] | undefined {
  return ProjectionExpression?.split(',').map((name) => ExpressionAttributeNames?.[name] ?? name);
}

const isOf = ({ ExpressionAttributeValues }: Query, partition: string) =>
  ExpressionAttributeValues[':v1'].S === partition;

async function matching(query: Query, items: Items, clients: number): Promise<string[]> {
  const { S: partition } = query.ExpressionAttributeValues[':v1'];
  if (partition === CUT_OFFS) return items.cutOffs();
  if (partition === CLIENTS) return pageOfClients(query, clients);
  if (query.IndexName !== undefined || !partition.startsWith('CLIENT#')) return [];
  const session = await items.find(partition, 'SESSION#');
  return session === undefined ? [] : [session];
}

/** The index of all clients, in the order of their numbers. */
function pageOfClients({ Limit = 100, ExclusiveStartKey }: Query, clients: number): string[] {
  const from = ExclusiveStartKey === undefined ? 1 : placeOf(ExclusiveStartKey.GSI1SK.S) + 1;
  const count = Math.min(Limit, clients - from + 1);
  return Array.from({ length: Math.max(0, count) }, (_, offset) => entry(from + offset));
}

function entry(number: number): string {
  const { client } = partner(number);
  const { PK, SK } = identityKey(client.id);
  const place = byTime(MADE_AT + number, client.id);
  return JSON.stringify({ PK: { S: PK }, SK: { S: SK }, GSI1PK: { S: CLIENTS }, GSI1SK: { S: place } });
}

const placeOf = (sortKey: string) => Number(sortKey.split('#')[0]) - MADE_AT;

function assertStrong(consistent: boolean | undefined): void {
  if (consistent !== true)
    throw new Refusal('ValidationException', 'The benchmark takes strongly consistent reads only');
}
