import { Injectable } from '@nestjs/common';
import { auditEntries, type AuditAction } from '../../audit/audit-entry.js';
import { Clock } from '../../common/clock.js';
import { Problem } from '../../common/errors/problem.js';
import { OWN_WORK } from '../../common/own-work.js';
import type { Page, PageRequest } from '../../common/page.js';
import { type Caller, mayReach } from '../../guard/caller.js';
import { TenantStore } from '../../tenants/tenant-store.js';
import { WorkRunner } from '../../work/work-runner.js';
import { EmailTaken, MailFailed, PeoplePool } from '../ports/people-pool.js';
import { Invitations, type InvitedTo } from './invitations.js';
import { type UserChange, UserChanges } from './user-changes.js';
import { EmailReserved, LastOperator, TenantGone, UserStore } from './user-store.js';
import type { User } from './user.js';

/** How many of a tenant that is deleted are removed in one step. */
const AT_ONCE = 25;

/** What the portal does with people. Whom the caller may not reach is answered like who is not there. */
@Injectable()
export class UsersService {
  constructor(
    private readonly users: UserStore,
    private readonly changes: UserChanges,
    private readonly tenants: TenantStore,
    private readonly invitations: Invitations,
    private readonly pool: PeoplePool,
    private readonly work: WorkRunner,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `not_found` for a tenant that the caller may not reach */
  async list(caller: Caller, query: PageRequest & { readonly tenantId: string }): Promise<Page<User>> {
    if (!mayReach(caller, query.tenantId)) throw new Problem('not_found');
    return this.users.list(query, caller.signal);
  }

  /**
   * @param ownId of a request that may be repeated, see {@link Invitations.invite}
   * @throws Problem `not_found`, `tenant_not_active`, `email_taken`
   */
  async invite(caller: Caller, person: InvitedTo, ownId?: string): Promise<User> {
    if (!mayReach(caller, person.tenantId)) throw new Problem('not_found');
    await this.assertActive(caller, person.tenantId);
    try {
      return await this.invitations.invite(caller, person, ownId);
    } catch (error) {
      // What was begun comes to nothing: the runner clears it away.
      if (error instanceof EmailTaken || error instanceof TenantGone)
        this.work.soon({ kind: 'address', email: person.email });
      throw toProblem(error);
    }
  }

  /** @throws Problem `not_found`, `already_active`, `tenant_not_active` */
  async inviteAgain(caller: Caller, userId: string): Promise<User> {
    const user = await this.get(caller, userId);
    assertNotActive(user);
    await this.assertActive(caller, user.tenantId);
    const mailed = await this.mailAgain(caller, user);
    const change: UserChange = mailed
      ? { edit: { status: 'invited' }, actions: ['user.invitation_resent'] }
      : { edit: { status: 'invitation_failed' }, actions: ['user.invitation_failed'] };
    const edited = await this.changes.apply(caller, userId, (current) => {
      assertNotActive(current);
      return change;
    });
    if (edited === undefined) throw new Problem('not_found');
    return edited;
  }

  /** Their access ends with the answer; Cognito is told behind it. @throws Problem `not_found`, `own_account`, `last_operator` */
  async remove(caller: Caller, userId: string): Promise<void> {
    const user = await this.get(caller, userId);
    const { principal } = caller;
    if ('userId' in principal && principal.userId === userId) throw new Problem('own_account');
    await this.end(caller, user);
  }

  /**
   * Removes a tenant's people, some at a time. Safe to repeat.
   * @returns how many there were; the list lags a little
   */
  async removeSome(caller: Caller, tenantId: string): Promise<number> {
    const there = await this.users.count(tenantId, caller.signal);
    const { items } = await this.users.list({ tenantId, limit: AT_ONCE }, caller.signal);
    for (const user of items) await this.end(caller, user);
    return there;
  }

  private async get(caller: Caller, userId: string): Promise<User> {
    const user = await this.users.find(userId, caller.signal);
    if (user === undefined || !mayReach(caller, user.tenantId)) throw new Problem('not_found');
    return user;
  }

  private async assertActive({ signal }: Caller, tenantId: string): Promise<void> {
    const tenant = await this.tenants.find(tenantId, signal);
    if (tenant === undefined) throw new Problem('not_found');
    if (tenant.status !== 'active') throw new Problem('tenant_not_active');
  }

  private async mailAgain({ signal }: Caller, { email }: User): Promise<boolean> {
    try {
      await this.pool.inviteAgain(email, signal);
      return true;
    } catch (error) {
      if (error instanceof MailFailed) return false;
      throw error;
    }
  }

  private async end(caller: Caller, user: User): Promise<void> {
    const dueAt = this.clock.now() + OWN_WORK;
    try {
      await this.users.remove(user, dueAt, this.audit(caller, user, 'user.removed'), caller.signal);
    } catch (error) {
      throw toProblem(error);
    }
    this.work.soon({ kind: 'address', email: user.email });
  }

  private audit(caller: Caller, { id, tenantId }: User, action: AuditAction) {
    const fact = { action, target: { type: 'user', id } } as const;
    return auditEntries([fact], { caller, tenantId, at: this.clock.now() });
  }
}

function assertNotActive({ status }: User): void {
  if (status === 'active') throw new Problem('already_active');
}

function toProblem(error: unknown): unknown {
  if (error instanceof EmailReserved || error instanceof EmailTaken) return new Problem('email_taken');
  if (error instanceof TenantGone) return new Problem('tenant_not_active');
  if (error instanceof LastOperator) return new Problem('last_operator');
  return error;
}
