import { Injectable } from '@nestjs/common';
import { auditEntries } from '../../audit/audit-entry.js';
import { Clock } from '../../common/clock.js';
import type { Caller } from '../../guard/caller.js';
import { WorkRunner } from '../../work/work-runner.js';
import { UserStore } from '../users/user-store.js';

/**
 * Audits sign-ins that failed, of people whom we know. Behind the answer: whether there is somebody to write about must
 * not be told by how long it takes.
 */
@Injectable()
export class FailedSignIns {
  constructor(
    private readonly users: UserStore,
    private readonly work: WorkRunner,
    private readonly clock: Clock,
  ) {}

  /** @param attempt who tried, and with which request */
  audit(attempt: Caller, email: string): void {
    const at = this.clock.now();
    this.work.behind(async ({ signal }) => {
      const user = await this.users.findByEmail(email, signal);
      if (user === undefined) return;
      const fact = { action: 'user.sign_in_failed', target: { type: 'user', id: user.id } } as const;
      const audit = auditEntries([fact], { caller: attempt, tenantId: user.tenantId, at });
      await this.users.edit(user.id, {}, audit, signal);
    });
  }
}
