import { Injectable } from '@nestjs/common';
import { auditEntries } from '../../audit/audit-entry.js';
import { Clock } from '../../common/clock.js';
import { Problem } from '../../common/errors/problem.js';
import { Config } from '../../config/config.js';
import { issuedBefore } from '../../cut-offs/cut-off.js';
import type { Caller } from '../../guard/caller.js';
import { type PasswordReset, PeoplePool, ResetRefused } from '../ports/people-pool.js';
import { personOf } from '../users/person.js';
import { UserStore } from '../users/user-store.js';

/** Forgotten passwords: a code by mail, and with it a new one. Nothing tells whether an address is known. */
@Injectable()
export class PasswordResetService {
  constructor(
    private readonly pool: PeoplePool,
    private readonly users: UserStore,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  sendCode({ signal }: Caller, email: string): Promise<void> {
    return this.pool.sendResetCode(email, signal);
  }

  /**
   * Sets the new password and ends all sign-ins of the person: one of them may be whoever knew the old one.
   * @throws Problem `reset_refused`
   */
  async reset(caller: Caller, reset: PasswordReset): Promise<void> {
    await this.pool.resetPassword(reset, caller.signal).catch((error: unknown) => {
      throw error instanceof ResetRefused ? new Problem('reset_refused') : error;
    });
    const user = await this.users.findByEmail(reset.email, caller.signal);
    if (user === undefined) return;
    const at = this.clock.now();
    const fact = { action: 'user.password_reset', target: { type: 'user', id: user.id } } as const;
    const actor = { ...caller, principal: personOf(user) };
    const audit = auditEntries([fact], { caller: actor, tenantId: user.tenantId, at });
    const ended = { notBefore: issuedBefore(at, this.config), signInsFrom: at };
    await this.users.edit(user.id, ended, audit, caller.signal);
  }
}
