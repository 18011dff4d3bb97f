import { Injectable } from '@nestjs/common';
import { type AuditAction, auditEntries } from '../../audit/audit-entry.js';
import { Clock, type Millis } from '../../common/clock.js';
import { DependencyUnavailable } from '../../common/errors/dependency-errors.js';
import type { Caller } from '../../guard/caller.js';
import { personOf } from './person.js';
import { type UserEdit, type UserRecord, UserStore } from './user-store.js';
import type { User } from './user.js';

/** What is to change of a user, and how the audit trail tells it, in order. */
export interface UserChange extends Pick<UserRecord, 'signOut'> {
  readonly edit: UserEdit;
  readonly actions: readonly AuditAction[];
  /** The user has proved to be the one who acts, by other means than an access token. */
  readonly byThemselves?: boolean;
}

/** What to do to a user as they stand. */
export type Decision = (user: User, now: Millis) => UserChange;

/**
 * Carries decisions on a user into the store: reads, decides, commits the change with its audit entries in one
 * transaction, and starts over when another change came first.
 */
@Injectable()
export class UserChanges {
  constructor(
    private readonly users: UserStore,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns the user as they are now; undefined: there is no such user
   * @throws SignedOutBefore; DependencyError when `caller.signal` aborts first
   */
  async apply(caller: Caller, userId: string, decide: Decision): Promise<User | undefined> {
    while (!caller.signal.aborted) {
      const user = await this.users.find(userId, caller.signal);
      if (user === undefined) return undefined;
      const at = this.clock.now();
      const change = decide(user, at);
      const record = { audit: entriesOf(change, { caller, user, at }), signOut: change.signOut };
      if (await this.users.edit(user, change.edit, record, caller.signal)) return { ...user, ...change.edit };
    }
    throw new DependencyUnavailable('table', 'change a user');
  }
}

function entriesOf(
  { actions, byThemselves }: UserChange,
  { caller, user, at }: { caller: Caller; user: User; at: Millis },
) {
  const facts = actions.map((action) => ({ action, target: { type: 'user', id: user.id } }) as const);
  const actor = byThemselves ? { ...caller, principal: personOf(user) } : caller;
  return auditEntries(facts, { caller: actor, tenantId: user.tenantId, at });
}
