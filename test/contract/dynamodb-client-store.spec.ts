import { BatchReader } from '../../src/aws/dynamodb/batch-reader.js';
import { DynamodbAuditLog } from '../../src/aws/dynamodb/dynamodb-audit-log.js';
import { DynamodbClientStore } from '../../src/aws/dynamodb/dynamodb-client-store.js';
import { DynamodbSessionStore } from '../../src/aws/dynamodb/dynamodb-session-store.js';
import { DAY, SECOND } from '../../src/common/clock.js';
import { makeTable } from '../support/table.js';
import { describeClientStoreContract } from './client-store.contract.js';

describeClientStoreContract('DynamoDB', async () => {
  const { table } = await makeTable();
  return {
    clients: new DynamodbClientStore(table, 400 * DAY),
    sessions: new DynamodbSessionStore(table, new BatchReader(table, 5 * SECOND)),
    auditLog: new DynamodbAuditLog(table),
  };
});
