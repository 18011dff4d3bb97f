import { Injectable } from '@nestjs/common';
import { type AuditEntry, auditEntries } from '../../audit/audit-entry.js';
import { Clock, type Millis } from '../../common/clock.js';
import { Problem } from '../../common/errors/problem.js';
import { OWN_WORK } from '../../common/own-work.js';
import type { Caller } from '../../guard/caller.js';
import { newTenant } from '../../tenants/tenant.js';
import type { Approval, Registration } from './registration.js';
import { approved, rejected } from './registration-decision.js';
import { RegistrationDecided, RegistrationStore } from './registration-store.js';

type Decision = 'approved' | 'rejected';

/** Decides on registrations, once and for all: a repeat finds the decision, the other way round is refused. */
@Injectable()
export class DecisionService {
  constructor(
    private readonly registrations: RegistrationStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes the tenant and reserves the admin's address; the rest is pending work, which {@link ApprovalService} does.
   * @param registration pending or decided; a pending one may be new, and not stored yet
   * @throws EmailReserved; Problem `registration_decided`
   */
  async approve(
    caller: Caller,
    registration: Registration,
    allowedScopes: readonly string[],
  ): Promise<Registration> {
    if (registration.status !== 'pending') return settled(registration, 'approved');
    const after = approved(registration, allowedScopes);
    return this.store(after, caller, () => this.storeApproval(after, after.approval!, caller));
  }

  /** @throws Problem `registration_decided` */
  async reject(caller: Caller, registration: Registration): Promise<Registration> {
    if (registration.status !== 'pending') return settled(registration, 'rejected');
    const after = rejected(registration);
    const audit = decisionAudit(after, 'rejected', caller, this.clock.now());
    return this.store(after, caller, () => this.registrations.reject(after, audit, caller.signal));
  }

  private storeApproval(
    registration: Registration,
    { tenantId, allowedScopes }: Approval,
    caller: Caller,
  ): Promise<void> {
    const at = this.clock.now();
    const tenant = newTenant(tenantId, registration.organization, allowedScopes, at);
    const made = { action: 'tenant.created', target: { type: 'tenant', id: tenantId } } as const;
    const audit = [
      ...decisionAudit(registration, 'approved', caller, at),
      ...auditEntries([made], { caller, tenantId, at }),
    ];
    return this.registrations.approve({ registration, tenant, dueAt: at + OWN_WORK }, audit, caller.signal);
  }

  /** Stores a decision; where another one was faster, that one holds. */
  private async store(
    after: Registration,
    caller: Caller,
    store: () => Promise<void>,
  ): Promise<Registration> {
    try {
      await store();
      return after;
    } catch (error) {
      if (!(error instanceof RegistrationDecided)) throw error;
      const current = await this.registrations.find(after.id, caller.signal);
      return settled(current, after.status as Decision);
    }
  }
}

function settled(registration: Registration | undefined, wanted: Decision): Registration {
  if (registration?.status !== wanted) throw new Problem('registration_decided');
  return registration;
}

function decisionAudit({ id }: Registration, decision: Decision, caller: Caller, at: Millis): AuditEntry[] {
  const target = { type: 'registration', id } as const;
  return auditEntries([{ action: `registration.${decision}`, target }], { caller, at });
}
