import { DynamodbCanaryStore } from '../../src/aws/dynamodb/dynamodb-canary-store.js';
import { DynamodbWorkQueue } from '../../src/aws/dynamodb/dynamodb-work-queue.js';
import { makeTable } from '../support/table.js';
import { describeCanaryStoreContract } from './canary-store.contract.js';

describeCanaryStoreContract('DynamoDB', async () => {
  const { table } = await makeTable();
  return { canaries: new DynamodbCanaryStore(table), queue: new DynamodbWorkQueue(table) };
});
