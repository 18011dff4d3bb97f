import { BatchReader } from '../../src/aws/dynamodb/batch-reader.js';
import { DynamodbClientStore } from '../../src/aws/dynamodb/dynamodb-client-store.js';
import { DynamodbSessionStore } from '../../src/aws/dynamodb/dynamodb-session-store.js';
import { DynamodbWorkQueue } from '../../src/aws/dynamodb/dynamodb-work-queue.js';
import { DAY, SECOND } from '../../src/common/clock.js';
import { makeTable } from '../support/table.js';
import { describeSessionStoreContract } from './session-store.contract.js';

describeSessionStoreContract('DynamoDB', async () => {
  const { table } = await makeTable();
  return {
    sessions: new DynamodbSessionStore(table, new BatchReader(table, 5 * SECOND)),
    clients: new DynamodbClientStore(table, 400 * DAY),
    queue: new DynamodbWorkQueue(table),
  };
});
