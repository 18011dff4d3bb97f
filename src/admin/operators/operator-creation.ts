import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SECOND } from '../../common/clock.js';
import { PLATFORM_TENANT_ID } from '../../common/ids.js';
import { systemCaller } from '../../guard/caller.js';
import { normalEmail } from '../users/email.js';
import { Invitations } from '../users/invitations.js';
import { UserStore } from '../users/user-store.js';
import type { User } from '../users/user.js';

const DEADLINE = 20 * SECOND;

/** Makes operators, for whoever may run commands where the broker runs: the first one is made so. */
@Injectable()
export class OperatorCreation {
  constructor(
    private readonly users: UserStore,
    private readonly invitations: Invitations,
  ) {}

  /**
   * Invites an operator. Repeated for the same address it changes nothing.
   * @throws EmailReserved, EmailTaken, DependencyError
   */
  async createOperator(address: string, name: string): Promise<User> {
    const caller = systemCaller(`operator-${randomUUID()}`, AbortSignal.timeout(DEADLINE));
    const email = normalEmail(address);
    const known = await this.users.findByEmail(email, caller.signal);
    if (known?.role === 'operator') return known;
    return this.invitations.invite(caller, { email, name, role: 'operator', tenantId: PLATFORM_TENANT_ID });
  }
}
