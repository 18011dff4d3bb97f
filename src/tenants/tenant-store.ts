import type { AuditEntry } from '../audit/audit-entry.js';
import type { Page, PageRequest } from '../common/page.js';
import type { CutOff } from '../cut-offs/cut-off.js';
import type { TenantChange } from './tenant-change.js';
import type { Tenant } from './tenant.js';

/** What is stored together with a change of a tenant, in the same transaction. */
export interface TenantRecord {
  readonly audit: readonly AuditEntry[];
  readonly cutOffs: readonly CutOff[];
}

/** Where tenants are kept. Every method may throw {@link DependencyError} and ends when `signal` aborts. */
export abstract class TenantStore {
  /** Strongly consistent. */
  abstract find(tenantId: string, signal: AbortSignal): Promise<Tenant | undefined>;

  /** All tenants, the operators' own too; oldest first. Reads an index, which lags a little. */
  abstract list(page: PageRequest, signal: AbortSignal): Promise<Page<Tenant>>;

  /** Stores a new tenant and its audit entries in one transaction; one that is there already stays as it is. */
  abstract create(tenant: Tenant, audit: readonly AuditEntry[], signal: AbortSignal): Promise<void>;

  /**
   * Stores a change, under its guard: `version` holds against any other change since `before` was read, `state`
   * against changes of the status alone. A transaction that only met another one under way is tried again until
   * `signal` aborts.
   * @throws `ConcurrentChange` when the guard does not hold
   */
  abstract commit(change: TenantChange, record: TenantRecord, signal: AbortSignal): Promise<void>;

  /**
   * Removes a tenant that is being deleted, and stores the audit entries, in one transaction. One that is not being
   * deleted stays, and one that is gone is done: then nothing is stored.
   */
  abstract remove(tenantId: string, audit: readonly AuditEntry[], signal: AbortSignal): Promise<void>;
}
