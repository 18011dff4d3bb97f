import { Injectable } from '@nestjs/common';
import type { Caller } from '../../guard/caller.js';
import { WorkRunner } from '../../work/work-runner.js';
import { UserChanges } from '../users/user-changes.js';
import { UserStore } from '../users/user-store.js';

/**
 * Audits sign-ins that failed, of people whom we know. Behind the answer: whether there is somebody to write about must
 * not be told by how long it takes.
 */
@Injectable()
export class FailedSignIns {
  constructor(
    private readonly users: UserStore,
    private readonly changes: UserChanges,
    private readonly work: WorkRunner,
  ) {}

  /** @param attempt who tried, and with which request */
  audit(attempt: Caller, email: string): void {
    this.work.behind(async ({ signal }) => {
      const user = await this.users.findByEmail(email, signal);
      if (user === undefined) return;
      const failure = { edit: {}, actions: ['user.sign_in_failed'] } as const;
      await this.changes.apply({ ...attempt, signal }, user.id, () => failure);
    });
  }
}
