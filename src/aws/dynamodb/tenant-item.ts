import type { TenantChange } from '../../tenants/tenant-change.js';
import { type Tenant, nextDue } from '../../tenants/tenant.js';
import { type Storage, guardedUpdate } from './guarded-update.js';
import { TENANTS, byTime, tenantKey, workKey } from './keys.js';
import type { Stored } from './stored.js';
import type { Write } from './writes.js';

export type TenantItem = Stored<Tenant>;

const TENANT: Storage<Tenant> = { last: 'deleting', nextDue };

export function toTenantItem(tenant: Tenant): TenantItem {
  const key = tenantKey(tenant.id);
  return {
    ...tenant,
    ...key,
    GSI1PK: TENANTS,
    GSI1SK: byTime(tenant.createdAt, tenant.id),
    ...workKey(key.PK, nextDue(tenant)),
  };
}

/** The update of the tenant's item that `change` makes, under its guard. */
export function tenantUpdate(change: TenantChange): Write {
  return guardedUpdate(tenantKey(change.after.id), change, TENANT);
}
