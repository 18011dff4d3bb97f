import { DynamodbAuditLog } from '../../src/aws/dynamodb/dynamodb-audit-log.js';
import { DynamodbTenantStore } from '../../src/aws/dynamodb/dynamodb-tenant-store.js';
import { DAY } from '../../src/common/clock.js';
import { cutOffsIn } from '../support/cut-offs.js';
import { makeTable } from '../support/table.js';
import { describeTenantStoreContract } from './tenant-store.contract.js';

describeTenantStoreContract('DynamoDB', async () => {
  const { table } = await makeTable();
  return {
    tenants: new DynamodbTenantStore(table, 400 * DAY),
    auditLog: new DynamodbAuditLog(table),
    cutOffsOf: (tenantId) => cutOffsIn(table, tenantId),
  };
});
