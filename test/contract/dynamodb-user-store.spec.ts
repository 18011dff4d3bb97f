import { DynamodbAuditLog } from '../../src/aws/dynamodb/dynamodb-audit-log.js';
import { DynamodbPeople } from '../../src/aws/dynamodb/dynamodb-people.js';
import { DynamodbSignOutStore } from '../../src/aws/dynamodb/dynamodb-sign-out-store.js';
import { DynamodbTenantStore } from '../../src/aws/dynamodb/dynamodb-tenant-store.js';
import { DynamodbUserStore } from '../../src/aws/dynamodb/dynamodb-user-store.js';
import { DynamodbWorkQueue } from '../../src/aws/dynamodb/dynamodb-work-queue.js';
import { DAY } from '../../src/common/clock.js';
import { makeTable } from '../support/table.js';
import { describeUserStoreContract } from './user-store.contract.js';

describeUserStoreContract('DynamoDB', async () => {
  const { table } = await makeTable();
  return {
    users: new DynamodbUserStore(table, 400 * DAY),
    people: new DynamodbPeople(table),
    tenants: new DynamodbTenantStore(table, 400 * DAY),
    signOuts: new DynamodbSignOutStore(table),
    work: new DynamodbWorkQueue(table),
    auditLog: new DynamodbAuditLog(table),
  };
});
