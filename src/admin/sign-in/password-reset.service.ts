import { Injectable } from '@nestjs/common';
import { Problem } from '../../common/errors/problem.js';
import { Config } from '../../config/config.js';
import { issuedBefore } from '../../cut-offs/cut-off.js';
import type { Caller } from '../../guard/caller.js';
import { AttemptLimits } from '../attempt-limits.js';
import { type PasswordReset, PeoplePool, ResetRefused } from '../ports/people-pool.js';
import { UserChanges } from '../users/user-changes.js';
import { UserStore } from '../users/user-store.js';

/** Nobody's (RFC 2606 §2). */
const NOBODY = 'nobody@nowhere.invalid';

/** Forgotten passwords: a code by mail, and with it a new one. Nothing tells whether an address is known. */
@Injectable()
export class PasswordResetService {
  constructor(
    private readonly limits: AttemptLimits,
    private readonly pool: PeoplePool,
    private readonly users: UserStore,
    private readonly changes: UserChanges,
    private readonly config: Config,
  ) {}

  /** @throws Problem `too_many_requests` */
  async sendCode(caller: Caller, email: string): Promise<void> {
    await this.limits.passwordReset(caller, email);
    await this.pool.sendResetCode(email, caller.signal);
  }

  /**
   * Sets the new password and ends all sign-ins of the person: one of them may be whoever knew the old one.
   * @throws Problem `reset_refused`, `too_many_requests`
   */
  async reset(caller: Caller, { email, ...reset }: PasswordReset): Promise<void> {
    await this.limits.passwordReset(caller, email);
    const user = await this.users.findByEmail(email, caller.signal);
    // Who has not signed in yet has the invitation, and no password to forget. It is asked all the same: no refusal is quicker.
    const mayReset = user?.status === 'active';
    await this.pool.resetPassword({ email: mayReset ? email : NOBODY, ...reset }, caller.signal).catch(tell);
    if (!mayReset) throw new Problem('reset_refused');
    await this.changes.apply(caller, user.id, ({ notBefore = 0 }, now) => {
      const upTo = Math.max(notBefore, issuedBefore(now, this.config));
      return {
        edit: { notBefore: upTo, signInsFrom: upTo },
        actions: ['user.password_reset'],
        byThemselves: true,
      };
    });
  }
}

function tell(error: unknown): never {
  throw error instanceof ResetRefused ? new Problem('reset_refused') : error;
}
