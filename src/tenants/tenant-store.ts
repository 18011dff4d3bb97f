import type { AuditEntry } from '../audit/audit-entry.js';
import type { Tenant } from './tenant.js';

/** Where tenants are kept. Every method may throw {@link DependencyError}. */
export abstract class TenantStore {
  /** Strongly consistent. */
  abstract find(tenantId: string, signal: AbortSignal): Promise<Tenant | undefined>;

  /** Stores a new tenant and its audit entries in one transaction; one that is there already stays as it is. */
  abstract create(tenant: Tenant, audit: readonly AuditEntry[], signal: AbortSignal): Promise<void>;
}
