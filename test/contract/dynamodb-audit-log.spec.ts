import { DynamodbAuditLog } from '../../src/aws/dynamodb/dynamodb-audit-log.js';
import { DynamodbTenantStore } from '../../src/aws/dynamodb/dynamodb-tenant-store.js';
import { DAY } from '../../src/common/clock.js';
import { aTenant } from '../support/domain-fixtures.js';
import { patience } from '../support/signals.js';
import { makeTable } from '../support/table.js';
import { describeAuditLogContract } from './audit-log.contract.js';

describeAuditLogContract('DynamoDB', async () => {
  const { table } = await makeTable();
  const tenants = new DynamodbTenantStore(table, 400 * DAY);
  return {
    auditLog: new DynamodbAuditLog(table),
    write: (entries) => tenants.create(aTenant(), entries, patience()),
  };
});
