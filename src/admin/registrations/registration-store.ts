import type { AuditEntry } from '../../audit/audit-entry.js';
import type { Millis } from '../../common/clock.js';
import type { Page, PageRequest } from '../../common/page.js';
import type { Tenant } from '../../tenants/tenant.js';
import type { Registration, RegistrationStatus } from './registration.js';

/** Somebody else has decided on the registration meanwhile. */
export class RegistrationDecided extends Error {
  override readonly name = 'RegistrationDecided';
}

/** Where registrations are kept. Every method may throw {@link DependencyError}. */
export abstract class RegistrationStore {
  /** Strongly consistent. */
  abstract find(registrationId: string, signal: AbortSignal): Promise<Registration | undefined>;

  /** Newest first. Reads an index, which lags a little. */
  abstract list(
    query: PageRequest & { readonly status?: RegistrationStatus },
    signal: AbortSignal,
  ): Promise<Page<Registration>>;

  /**
   * Stores a new pending registration: one item, nothing else. `dueAt` makes it pending work.
   */
  abstract add(registration: Registration, dueAt: Millis | undefined, signal: AbortSignal): Promise<void>;

  /**
   * Stores the decision to approve in one transaction: the registration (new, or pending until now), the tenant, the
   * admin's address reserved for `approval.invitationId`, the audit entries. What is left to do is pending work, due at `dueAt`.
   * @throws RegistrationDecided, EmailReserved
   */
  abstract approve(
    decision: { readonly registration: Registration; readonly tenant: Tenant; readonly dueAt: Millis },
    audit: readonly AuditEntry[],
    signal: AbortSignal,
  ): Promise<void>;

  /**
   * Stores what approval has done so far. Complete or `invitationFailed`: no pending work any more; complete: the item
   * goes after its time to live.
   */
  abstract saveApproval(registration: Registration, signal: AbortSignal): Promise<void>;

  /** @throws RegistrationDecided */
  abstract reject(
    registration: Registration,
    audit: readonly AuditEntry[],
    signal: AbortSignal,
  ): Promise<void>;
}
