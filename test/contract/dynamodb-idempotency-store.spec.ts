import { DynamodbIdempotencyStore } from '../../src/aws/dynamodb/dynamodb-idempotency-store.js';
import { type DynamodbProxy, failure, startDynamodbProxy } from '../support/dynamodb-proxy.js';
import { makeTable, tableAt } from '../support/table.js';
import { describeIdempotencyStoreContract } from './idempotency-store.contract.js';

let proxy: DynamodbProxy;
afterAll(() => proxy.close());

describeIdempotencyStoreContract('DynamoDB', async () => {
  const { table, tableName } = await makeTable();
  let writes = 0;
  proxy = await startDynamodbProxy(async ({ forward }) => {
    const answer = await forward();
    return writes++ % 2 === 0 ? failure('InternalServerError', {}, 500) : answer;
  });
  return {
    store: new DynamodbIdempotencyStore(table),
    losingAnswers: new DynamodbIdempotencyStore(tableAt(proxy.endpoint, tableName).table),
  };
});
