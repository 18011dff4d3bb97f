import { DynamodbClientStore } from '../../src/aws/dynamodb/dynamodb-client-store.js';
import { DynamodbUsageStore } from '../../src/aws/dynamodb/dynamodb-usage-store.js';
import { DAY } from '../../src/common/clock.js';
import { makeTable } from '../support/table.js';
import { describeUsageStoreContract } from './usage-store.contract.js';

describeUsageStoreContract('DynamoDB', async () => {
  const { table } = await makeTable();
  return {
    usage: new DynamodbUsageStore(table, 400 * DAY),
    clients: new DynamodbClientStore(table, 400 * DAY),
  };
});
