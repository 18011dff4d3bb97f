import { randomUUID } from 'node:crypto';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { type Condition, Placeholders, allOf } from './conditions.js';
import { type BatchAnswer, DirectBatchGet, type Watch } from './direct-batch-get.js';
import type { Key } from './keys.js';
import type { View } from './projection.js';
import { sending } from './sending.js';
import { type Item, keyed } from './stored.js';
import { type Change, type Write, putRequest, removeRequest, updateRequest } from './writes.js';

export interface TableQuery {
  /** Without one the table itself is read, strongly consistent. */
  readonly index?: 'GSI1' | 'GSI2';
  /** On the keys. */
  readonly where: readonly Condition[];
  /** Left out: as much as DynamoDB gives at once. */
  readonly limit?: number;
  readonly descending?: boolean;
  /** Read after this one. */
  readonly after?: Readonly<Record<string, unknown>>;
}

type WholeQuery = Omit<TableQuery, 'limit' | 'after'>;

export interface QueryResult<T> {
  readonly items: T[];
  /** Where to go on; undefined: nothing follows. */
  readonly last?: Readonly<Record<string, unknown>>;
}

/**
 * The table as its adapters see it: with its name filled in, reads strongly consistent where DynamoDB can, conflicts
 * between transactions retried. Every method throws {@link DependencyError}, and each write ConditionFailed.
 */
export class Table {
  private readonly direct: DirectBatchGet;

  /** @param watch what does the calls that go past the client's middleware */
  constructor(
    private readonly documents: DynamoDBDocumentClient,
    private readonly name: string,
    watch: Watch = (call) => call(),
  ) {
    this.direct = new DirectBatchGet(documents, name, watch);
  }

  async get<T>(key: Key, signal: AbortSignal): Promise<T | undefined> {
    const command = new GetCommand({ TableName: this.name, Key: key, ConsistentRead: true });
    const { Item } = await sending('GetItem', signal, (options) => this.documents.send(command, options));
    return Item as T | undefined;
  }

  /**
   * Up to 100 different keys, in one request; those that DynamoDB did not come to are told apart from missing ones.
   * @param view absent: whole items
   */
  async getBatch(keys: readonly Key[], view: View | undefined, signal: AbortSignal): Promise<BatchAnswer> {
    const answer = await this.direct.send(keys, view);
    return answer ?? this.getBatchBySdk(keys, view, signal);
  }

  private async getBatchBySdk(
    keys: readonly Key[],
    view: View | undefined,
    signal: AbortSignal,
  ): Promise<BatchAnswer> {
    const command = new BatchGetCommand({
      RequestItems: { [this.name]: { Keys: [...keys], ...view?.projection, ConsistentRead: true } },
    });
    const answer = await sending('BatchGetItem', signal, (options) => this.documents.send(command, options));
    return {
      items: ((answer.Responses?.[this.name] ?? []) as Item[]).map(keyed),
      unprocessed: (answer.UnprocessedKeys?.[this.name]?.Keys ?? []) as Key[],
    };
  }

  async query<T>(query: TableQuery, signal: AbortSignal): Promise<QueryResult<T>> {
    const placeholders = new Placeholders();
    const command = new QueryCommand({
      TableName: this.name,
      IndexName: query.index,
      KeyConditionExpression: allOf(query.where, placeholders),
      ...placeholders.toRequest(),
      ConsistentRead: query.index === undefined,
      ScanIndexForward: !query.descending,
      Limit: query.limit,
      ExclusiveStartKey: query.after,
    });
    const answer = await sending('Query', signal, (options) => this.documents.send(command, options));
    return { items: (answer.Items ?? []) as T[], last: answer.LastEvaluatedKey };
  }

  /** All that a query finds, in as many requests as it takes. */
  async queryAll<T>(query: WholeQuery, signal: AbortSignal): Promise<T[]> {
    const found: T[] = [];
    for await (const item of this.each<T>(query, signal)) found.push(item);
    return found;
  }

  /** The same one by one, asked for as they are needed. */
  async *each<T>(query: WholeQuery, signal: AbortSignal): AsyncGenerator<T> {
    for (let after: TableQuery['after'], more = true; more; more = after !== undefined) {
      const { items, last } = await this.query<T>({ ...query, after }, signal);
      yield* items;
      after = last;
    }
  }

  async put(item: Key, conditions: readonly Condition[], signal: AbortSignal): Promise<void> {
    const command = new PutCommand({ TableName: this.name, ...putRequest(item, conditions) });
    await sending('PutItem', signal, (options) => this.documents.send(command, options));
  }

  /** @returns the item as it is after the update */
  async update<T>(
    key: Key,
    change: Change,
    conditions: readonly Condition[],
    signal: AbortSignal,
  ): Promise<T> {
    const request = updateRequest(key, change, conditions);
    const command = new UpdateCommand({ TableName: this.name, ReturnValues: 'ALL_NEW', ...request });
    const { Attributes } = await sending('UpdateItem', signal, (options) =>
      this.documents.send(command, options),
    );
    return Attributes as T;
  }

  async remove(key: Key, conditions: readonly Condition[], signal: AbortSignal): Promise<void> {
    const command = new DeleteCommand({ TableName: this.name, ...removeRequest(key, conditions) });
    await sending('DeleteItem', signal, (options) => this.documents.send(command, options));
  }

  /** AWS's id of the table itself: one made anew under its name, from a backup say, has another. */
  async id(signal: AbortSignal): Promise<string> {
    const command = new DescribeTableCommand({ TableName: this.name });
    const { Table: told } = await sending('DescribeTable', signal, (options) =>
      this.documents.send(command, options),
    );
    return told?.TableId ?? this.name;
  }

  /** All or nothing. Its request token makes it safe to send again when an answer was lost. */
  async transact(writes: readonly Write[], signal: AbortSignal): Promise<void> {
    const command = new TransactWriteCommand({
      ClientRequestToken: randomUUID(),
      TransactItems: writes.map((write) => this.named(write)),
    });
    await sending('TransactWriteItems', signal, (options) => this.documents.send(command, options));
  }

  private named({ Put, Update, Delete, ConditionCheck }: Write) {
    const TableName = this.name;
    return {
      Put: Put && { TableName, ...Put },
      Update: Update && { TableName, ...Update },
      Delete: Delete && { TableName, ...Delete },
      ConditionCheck: ConditionCheck && { TableName, ...ConditionCheck },
    };
  }
}
