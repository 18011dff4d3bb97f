import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { auditEntries } from '../../audit/audit-entry.js';
import { Clock, SECOND } from '../../common/clock.js';
import { PLATFORM_TENANT_ID } from '../../common/ids.js';
import { systemCaller } from '../../guard/caller.js';
import { PeoplePool } from '../ports/people-pool.js';
import { normalEmail } from '../users/email.js';
import type { User } from '../users/user.js';
import { UserStore } from '../users/user-store.js';

/** One for all: an address is reserved, and a user made, by address and invitation, so that a repeat finds its own. */
const INVITATION = 'operator-creation';
const DEADLINE = 20 * SECOND;

/** Makes operators, for whoever may run commands where the broker runs: the first one is made so. */
@Injectable()
export class OperatorCreation {
  constructor(
    private readonly users: UserStore,
    private readonly pool: PeoplePool,
    private readonly clock: Clock,
  ) {}

  /**
   * Invites an operator. Repeated for the same address it changes nothing.
   * @throws EmailReserved, EmailTaken, DependencyError
   */
  async createOperator(address: string, name: string): Promise<{ readonly userId: string }> {
    const signal = AbortSignal.timeout(DEADLINE);
    const email = normalEmail(address);
    await this.users.reserveEmail(email, INVITATION, signal);
    const { sub } = await this.pool.invite({ email, name, invitationId: INVITATION }, signal);
    await this.store({ id: sub, email, name }, signal);
    return { userId: sub };
  }

  private store(person: Pick<User, 'id' | 'email' | 'name'>, signal: AbortSignal): Promise<void> {
    const at = this.clock.now();
    const tenantId = PLATFORM_TENANT_ID;
    const user: User = { ...person, role: 'operator', tenantId, status: 'invited', createdAt: at };
    const fact = { action: 'user.invited', target: { type: 'user', id: user.id } } as const;
    const caller = systemCaller(`operator-${randomUUID()}`, signal);
    const audit = auditEntries([fact], { caller, tenantId, at });
    return this.users.create(user, INVITATION, audit, signal);
  }
}
