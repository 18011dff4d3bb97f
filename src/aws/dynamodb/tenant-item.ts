import type { Tenant } from '../../tenants/tenant.js';
import { TENANTS, byTime, tenantKey } from './keys.js';
import type { Stored } from './stored.js';

export type TenantItem = Stored<Tenant>;

export function toTenantItem(tenant: Tenant): TenantItem {
  return {
    ...tenant,
    ...tenantKey(tenant.id),
    GSI1PK: TENANTS,
    GSI1SK: byTime(tenant.createdAt, tenant.id),
  };
}
