import type { AuditEntry } from '../../audit/audit-entry.js';
import type { Millis } from '../../common/clock.js';
import type { Tenant } from '../../tenants/tenant.js';
import { TenantStore } from '../../tenants/tenant-store.js';
import { auditWrites } from './audit-item.js';
import { missing } from './conditions.js';
import { done } from './dynamodb-errors.js';
import { tenantKey } from './keys.js';
import { fromStored } from './stored.js';
import type { Table } from './table.js';
import { type TenantItem, toTenantItem } from './tenant-item.js';
import { put } from './writes.js';

export class DynamodbTenantStore extends TenantStore {
  constructor(
    private readonly table: Table,
    private readonly auditRetention: Millis,
  ) {
    super();
  }

  async find(tenantId: string, signal: AbortSignal): Promise<Tenant | undefined> {
    const item = await this.table.get<TenantItem>(tenantKey(tenantId), signal);
    return item && fromStored<Tenant>(item);
  }

  async create(tenant: Tenant, audit: readonly AuditEntry[], signal: AbortSignal): Promise<void> {
    const writes = [put(toTenantItem(tenant), missing('PK')), ...auditWrites(audit, this.auditRetention)];
    await done(this.table.transact(writes, signal));
  }
}
