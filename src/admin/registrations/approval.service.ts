import { Injectable } from '@nestjs/common';
import { DraftSpent } from '../../idempotency/draft-spent.js';
import { ClientsService } from '../../clients/clients.service.js';
import { DependencyUnavailable } from '../../common/errors/dependency-errors.js';
import type { Caller } from '../../guard/caller.js';
import { TenantStore } from '../../tenants/tenant-store.js';
import { EmailTaken } from '../ports/people-pool.js';
import { Invitations } from '../users/invitations.js';
import type { Approval, Registration } from './registration.js';
import { RegistrationStore } from './registration-store.js';

/** Carries an approval out: invites the admin, makes the first client. Each step is safe to repeat. */
@Injectable()
export class ApprovalService {
  constructor(
    private readonly registrations: RegistrationStore,
    private readonly invitations: Invitations,
    private readonly clients: ClientsService,
    private readonly tenants: TenantStore,
  ) {}

  /**
   * @param registration an approved one; complete already: nothing is done; for a tenant that is being deleted
   *   what was begun is taken back
   * @returns its approval, complete
   * @throws EmailTaken when the admin's address is somebody else's in the pool: it ends here, until it is approved once
   * more; DependencyError: it stays pending work
   */
  async complete(caller: Caller, registration: Registration): Promise<Approval> {
    const approval = registration.approval!;
    if (approval.complete) return approval;
    const tenant = await this.tenants.find(approval.tenantId, caller.signal);
    if (tenant === undefined || tenant.status === 'deleting')
      return this.withdraw(caller, registration, approval);
    const userId = await this.inviteAdmin(caller, registration, approval);
    await this.makeClient(caller, registration, approval);
    return this.save(caller, registration, {
      ...approval,
      userId,
      invitationFailed: undefined,
      complete: true,
    });
  }

  private async withdraw(caller: Caller, registration: Registration, approval: Approval): Promise<Approval> {
    await this.invitations.withdraw(caller, registration.admin.email, approval);
    return this.save(caller, registration, { ...approval, complete: true });
  }

  private async save(caller: Caller, registration: Registration, approval: Approval): Promise<Approval> {
    await this.registrations.saveApproval({ ...registration, approval }, caller.signal);
    return approval;
  }

  private async inviteAdmin(caller: Caller, registration: Registration, approval: Approval): Promise<string> {
    const { tenantId, invitationId } = approval;
    const person = { ...registration.admin, role: 'tenant_admin', tenantId } as const;
    try {
      return (await this.invitations.complete(caller, person, invitationId)).id;
    } catch (error) {
      if (error instanceof EmailTaken)
        await this.save(caller, registration, { ...approval, invitationFailed: true });
      throw error;
    }
  }

  private async makeClient(
    caller: Caller,
    { client: { name } }: Registration,
    { tenantId, clientId, allowedScopes }: Approval,
  ): Promise<void> {
    const details = { name, description: '', scopes: allowedScopes, allowedCidrs: [], introspect: false };
    try {
      await this.clients.create(caller, tenantId, details, clientId);
    } catch (error) {
      if (!(error instanceof DraftSpent)) throw error;
      // Cognito has refused it before. Once the runner has cleared away what is left of it, its id is free again.
      throw new DependencyUnavailable('pool', 'make a first client again');
    }
  }
}
