import { DynamodbAuditLog } from '../../src/aws/dynamodb/dynamodb-audit-log.js';
import { DynamodbRegistrationStore } from '../../src/aws/dynamodb/dynamodb-registration-store.js';
import { DynamodbTenantStore } from '../../src/aws/dynamodb/dynamodb-tenant-store.js';
import { DynamodbUserStore } from '../../src/aws/dynamodb/dynamodb-user-store.js';
import { DynamodbWorkQueue } from '../../src/aws/dynamodb/dynamodb-work-queue.js';
import { DAY } from '../../src/common/clock.js';
import { NOON } from '../support/domain-fixtures.js';
import { makeTable } from '../support/table.js';
import { describeRegistrationStoreContract } from './registration-store.contract.js';

describeRegistrationStoreContract('DynamoDB', async () => {
  const { table } = await makeTable();
  return {
    registrations: new DynamodbRegistrationStore(table, 400 * DAY, { now: () => NOON }),
    tenants: new DynamodbTenantStore(table, 400 * DAY),
    users: new DynamodbUserStore(table, 400 * DAY),
    auditLog: new DynamodbAuditLog(table),
    queue: new DynamodbWorkQueue(table),
  };
});
