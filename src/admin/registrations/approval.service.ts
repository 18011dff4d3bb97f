import { Injectable } from '@nestjs/common';
import { auditEntries } from '../../audit/audit-entry.js';
import { ClientsService } from '../../clients/clients.service.js';
import { Clock } from '../../common/clock.js';
import { DependencyUnavailable } from '../../common/errors/dependency-errors.js';
import type { Caller } from '../../guard/caller.js';
import { EmailTaken, PeoplePool } from '../ports/people-pool.js';
import type { User } from '../users/user.js';
import { UserStore } from '../users/user-store.js';
import type { Approval, Registration } from './registration.js';
import { RegistrationStore } from './registration-store.js';

/** Carries an approval out: invites the admin, makes the first client. Each step is safe to repeat. */
@Injectable()
export class ApprovalService {
  constructor(
    private readonly registrations: RegistrationStore,
    private readonly users: UserStore,
    private readonly pool: PeoplePool,
    private readonly clients: ClientsService,
    private readonly clock: Clock,
  ) {}

  /**
   * @param registration an approved one; complete already: nothing is done
   * @returns its approval, complete
   * @throws EmailTaken when the admin's address is somebody else's in the pool: it ends here, until it is approved once
   * more; DependencyError: it stays pending work
   */
  async complete(caller: Caller, registration: Registration): Promise<Approval> {
    const approval = registration.approval!;
    if (approval.complete) return approval;
    const userId = await this.inviteAdmin(caller, registration, approval);
    await this.makeClient(caller, registration, approval);
    return this.save(caller, registration, {
      ...approval,
      userId,
      invitationFailed: undefined,
      complete: true,
    });
  }

  private async save(caller: Caller, registration: Registration, approval: Approval): Promise<Approval> {
    await this.registrations.saveApproval({ ...registration, approval }, caller.signal);
    return approval;
  }

  private async inviteAdmin(caller: Caller, registration: Registration, approval: Approval): Promise<string> {
    const { admin } = registration;
    const { tenantId, invitationId } = approval;
    const sub = await this.invite(caller, registration, approval);
    const at = this.clock.now();
    const user: User = {
      ...admin,
      id: sub,
      role: 'tenant_admin',
      tenantId,
      status: 'invited',
      createdAt: at,
    };
    const fact = { action: 'user.invited', target: { type: 'user', id: sub } } as const;
    await this.users.create(
      user,
      invitationId,
      auditEntries([fact], { caller, tenantId, at }),
      caller.signal,
    );
    return sub;
  }

  private async invite(caller: Caller, registration: Registration, approval: Approval): Promise<string> {
    try {
      const invitation = { ...registration.admin, invitationId: approval.invitationId };
      return (await this.pool.invite(invitation, caller.signal)).sub;
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
    const { status } = await this.clients.create(caller, tenantId, details, clientId);
    // Cognito has refused it before. Once the runner has cleared away what is left of it, its id is free again.
    if (status === 'deleted') throw new DependencyUnavailable('pool', 'make a first client again');
  }
}
