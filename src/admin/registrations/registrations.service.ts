import { Injectable } from '@nestjs/common';
import { ClientsService } from '../../clients/clients.service.js';
import type { Client } from '../../clients/domain/client.js';
import { Clock } from '../../common/clock.js';
import { Problem } from '../../common/errors/problem.js';
import { OWN_WORK } from '../../common/own-work.js';
import type { Page, PageRequest } from '../../common/page.js';
import { Config } from '../../config/config.js';
import type { Caller } from '../../guard/caller.js';
import type { Tenant } from '../../tenants/tenant.js';
import { TenantStore } from '../../tenants/tenant-store.js';
import { WorkRunner } from '../../work/work-runner.js';
import { AttemptLimits } from '../attempt-limits.js';
import { EmailTaken } from '../ports/people-pool.js';
import { EmailReserved, UserStore } from '../users/user-store.js';
import type { User } from '../users/user.js';
import { ApprovalService } from './approval.service.js';
import { DecisionService } from './decision.service.js';
import type { Registration, RegistrationStatus } from './registration.js';
import { newRegistration, type RegistrationRequest } from './registration-decision.js';
import { RegistrationStore } from './registration-store.js';

/** What an approval has made. */
export interface Admission {
  readonly tenant: Tenant;
  readonly admin: User;
  readonly client: Client;
}

/** How partners get in: they ask, an operator (or, where registration is open, the runner) decides. */
@Injectable()
export class RegistrationsService {
  constructor(
    private readonly limits: AttemptLimits,
    private readonly registrations: RegistrationStore,
    private readonly decisions: DecisionService,
    private readonly approvals: ApprovalService,
    private readonly tenants: TenantStore,
    private readonly users: UserStore,
    private readonly clients: ClientsService,
    private readonly work: WorkRunner,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * Takes down what anybody asks for; it makes one item, whether or not the address is known. (The limits count beside.)
   * @throws Problem `registration_closed`, `too_many_requests`
   */
  async submit(caller: Caller, request: RegistrationRequest): Promise<void> {
    if (this.config.registration === 'closed') throw new Problem('registration_closed');
    await this.limits.registration(caller);
    const at = this.clock.now();
    const approvalPending = this.config.registration === 'open';
    const registration = newRegistration(request, { at, approvalPending });
    await this.registrations.add(registration, approvalPending ? at + OWN_WORK : undefined, caller.signal);
    if (approvalPending) this.work.soon({ kind: 'registration', registrationId: registration.id });
  }

  /**
   * An operator's own registration, approved as it is made.
   * @param id of the first try: what that has done is found again by it
   * @throws Problem `email_taken`
   */
  async register(
    caller: Caller,
    request: RegistrationRequest,
    allowedScopes: readonly string[] | undefined,
    id: string,
  ): Promise<Admission> {
    const registration = newRegistration(request, { at: this.clock.now(), approvalPending: false, id });
    return this.admit(caller, registration, allowedScopes);
  }

  list(
    { signal }: Caller,
    query: PageRequest & { readonly status?: RegistrationStatus },
  ): Promise<Page<Registration>> {
    return this.registrations.list(query, signal);
  }

  /** A repeat finishes what is unfinished. @throws Problem `not_found`, `registration_decided`, `email_taken` */
  async approve(caller: Caller, id: string, allowedScopes?: readonly string[]): Promise<Admission> {
    return this.admit(caller, await this.get(caller, id), allowedScopes);
  }

  /** @throws Problem `not_found`, `registration_decided` */
  async reject(caller: Caller, id: string): Promise<Registration> {
    return this.decisions.reject(caller, await this.get(caller, id));
  }

  private async get({ signal }: Caller, id: string): Promise<Registration> {
    const registration = await this.registrations.find(id, signal);
    if (registration === undefined) throw new Problem('not_found');
    return registration;
  }

  private async admit(
    caller: Caller,
    registration: Registration,
    allowedScopes = this.config.defaultAllowedScopes,
  ): Promise<Admission> {
    try {
      const decided = await this.decisions.approve(caller, registration, allowedScopes);
      const { tenantId, userId, clientId } = await this.approvals.complete(caller, decided);
      return await this.admission(caller, tenantId, userId!, clientId);
    } catch (error) {
      if (error instanceof EmailReserved || error instanceof EmailTaken) throw new Problem('email_taken');
      throw error;
    }
  }

  /** @throws Problem `not_found` where a part of it is gone by now */
  private async admission(
    caller: Caller,
    tenantId: string,
    userId: string,
    clientId: string,
  ): Promise<Admission> {
    const [tenant, admin, client] = await Promise.all([
      this.tenants.find(tenantId, caller.signal),
      this.users.find(userId, caller.signal),
      this.clients.get(caller, clientId),
    ]);
    if (tenant === undefined || admin === undefined) throw new Problem('not_found');
    return { tenant, admin, client };
  }
}
