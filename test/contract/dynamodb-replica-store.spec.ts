import { DynamodbReplicaStore } from '../../src/aws/dynamodb/dynamodb-replica-store.js';
import { type DynamodbProxy, startDynamodbProxy } from '../support/dynamodb-proxy.js';
import { patience } from '../support/signals.js';
import { makeTable, tableAt } from '../support/table.js';
import { describeReplicaStoreContract } from './replica-store.contract.js';

describeReplicaStoreContract('DynamoDB', async (now) => {
  const { table } = await makeTable();
  return new DynamodbReplicaStore(table, { now });
});

/** The emulator is consistent whatever it is asked: that DynamoDB will be shows at the wire alone. */
describe('heartbeats at the wire', () => {
  const asked: [string, object][] = [];
  let proxy: DynamodbProxy;

  beforeAll(async () => {
    proxy = await startDynamodbProxy(({ operation, body, forward }) => {
      asked.push([operation, body]);
      return forward();
    });
  });
  afterAll(() => proxy.close());

  it('are written first and read then, strongly consistent, and have a time to live', async () => {
    const { table } = tableAt(proxy.endpoint, (await makeTable()).tableName);
    const store = new DynamodbReplicaStore(table, { now: () => 1_800_000_000_000 });
    await store.publish({ id: 'a', beat: 1, claim: 0.5 }, patience());

    expect(asked).toMatchObject([
      ['UpdateItem', { Key: { PK: { S: 'REPLICAS' }, SK: { S: 'a' } } }],
      ['Query', { ConsistentRead: true }],
    ]);
    expect(JSON.stringify(asked[0])).toContain('1800000060');
  });
});
