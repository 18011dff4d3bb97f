import type { AuditEntry } from '../../audit/audit-entry.js';
import { ConcurrentChange } from '../../common/change-guard.js';
import type { Millis } from '../../common/clock.js';
import type { Page, PageRequest } from '../../common/page.js';
import type { TenantChange } from '../../tenants/tenant-change.js';
import { type TenantRecord, TenantStore } from '../../tenants/tenant-store.js';
import type { Tenant } from '../../tenants/tenant.js';
import { auditWrites } from './audit-item.js';
import { equals, missing } from './conditions.js';
import { toCutOffItem } from './cut-off-item.js';
import { done } from './dynamodb-errors.js';
import { TENANTS, tenantKey } from './keys.js';
import { listPage } from './listing.js';
import { fromStored } from './stored.js';
import type { Table } from './table.js';
import { type TenantItem, tenantUpdate, toTenantItem } from './tenant-item.js';
import { put, remove } from './writes.js';

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

  async list(request: PageRequest, signal: AbortSignal): Promise<Page<Tenant>> {
    const list = { name: TENANTS, where: [equals('GSI1PK', TENANTS)] };
    const page = await listPage<TenantItem>(this.table, list, request, signal);
    return { ...page, items: page.items.map((item) => fromStored<Tenant>(item)) };
  }

  async create(tenant: Tenant, audit: readonly AuditEntry[], signal: AbortSignal): Promise<void> {
    const writes = [put(toTenantItem(tenant), missing('PK')), ...auditWrites(audit, this.auditRetention)];
    await done(this.table.transact(writes, signal));
  }

  async commit(change: TenantChange, { audit, cutOffs }: TenantRecord, signal: AbortSignal): Promise<void> {
    const writes = [
      tenantUpdate(change),
      ...auditWrites(audit, this.auditRetention),
      ...cutOffs.map((cutOff) => put(toCutOffItem(cutOff, change.after.updatedAt))),
    ];
    if (!(await done(this.table.transact(writes, signal)))) throw new ConcurrentChange();
  }
  async remove(tenantId: string, audit: readonly AuditEntry[], signal: AbortSignal): Promise<void> {
    const gone = remove(tenantKey(tenantId), equals('status', 'deleting'));
    await done(this.table.transact([gone, ...auditWrites(audit, this.auditRetention)], signal));
  }
}
