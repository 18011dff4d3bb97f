import { DynamodbClientStore } from '../../src/aws/dynamodb/dynamodb-client-store.js';
import { DynamodbTenantStore } from '../../src/aws/dynamodb/dynamodb-tenant-store.js';
import { DynamodbWorkQueue } from '../../src/aws/dynamodb/dynamodb-work-queue.js';
import { DAY } from '../../src/common/clock.js';
import { makeTable } from '../support/table.js';
import { describeWorkQueueContract } from './work-queue.contract.js';

describeWorkQueueContract('DynamoDB', async () => {
  const { table } = await makeTable();
  return {
    queue: new DynamodbWorkQueue(table),
    clients: new DynamodbClientStore(table, 400 * DAY),
    tenants: new DynamodbTenantStore(table, 400 * DAY),
  };
});
