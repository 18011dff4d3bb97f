import { DynamodbClientStore } from '../../src/aws/dynamodb/dynamodb-client-store.js';
import { DynamodbCutOffReader } from '../../src/aws/dynamodb/dynamodb-cut-off-reader.js';
import { DAY } from '../../src/common/clock.js';
import { type DynamodbProxy, startDynamodbProxy } from '../support/dynamodb-proxy.js';
import { patience } from '../support/signals.js';
import { makeTable, tableAt } from '../support/table.js';
import { describeCutOffReaderContract } from './cut-off-reader.contract.js';

describeCutOffReaderContract('DynamoDB', async () => {
  const { table } = await makeTable();
  return { cutOffs: new DynamodbCutOffReader(table), clients: new DynamodbClientStore(table, 400 * DAY) };
});

/** The emulator is consistent whatever it is asked: that DynamoDB will be shows at the wire alone. */
describe('cut-offs at the wire', () => {
  const asked: object[] = [];
  let proxy: DynamodbProxy;

  beforeAll(async () => {
    proxy = await startDynamodbProxy(({ body, forward }) => {
      asked.push(body);
      return asked.length > 1 ? forward() : Promise.resolve({ status: 200, body: FIRST_PAGE });
    });
  });
  afterAll(() => proxy.close());

  it('are read strongly consistent, every page', async () => {
    const { table } = tableAt(proxy.endpoint, (await makeTable()).tableName);

    expect(await new DynamodbCutOffReader(table).live(1, patience())).toEqual([]);
    expect(asked).toMatchObject([{ ConsistentRead: true }, { ConsistentRead: true }]);
  });
});

/** Nothing found so far. */
const FIRST_PAGE = {
  Items: [],
  LastEvaluatedKey: { PK: { S: 'CUTOFF' }, SK: { S: '000000000000001#0' } },
};
