import { Injectable } from '@nestjs/common';
import { type Fact, auditEntries } from '../../audit/audit-entry.js';
import { Clock } from '../../common/clock.js';
import { OWN_WORK } from '../../common/own-work.js';
import type { Caller } from '../../guard/caller.js';
import { PeoplePool } from '../ports/people-pool.js';
import { type Address, type Invitee, UserStore } from './user-store.js';
import type { User } from './user.js';

/** Who is invited, under which address (in normal form). */
export interface InvitedTo extends Invitee {
  readonly email: string;
}

/** Invites people: reserves the address, makes the Cognito user, who is mailed, then ours. Each step is safe to repeat. */
@Injectable()
export class Invitations {
  constructor(
    private readonly users: UserStore,
    private readonly pool: PeoplePool,
    private readonly clock: Clock,
  ) {}

  /**
   * A repeat for the same address, tenant and role goes on where one stopped.
   * @param ownId reserved earlier by whoever may have to repeat this: then what it made already is found, too
   * @throws EmailReserved, EmailTaken, TenantGone; DependencyError: what is begun is pending work
   */
  async invite(caller: Caller, person: InvitedTo, ownId?: string): Promise<User> {
    const { email, ...invitee } = person;
    const made = ownId && (await this.madeBy(ownId, email, caller.signal));
    if (made) return made;
    const invitationId = ownId ?? invitationIdOf(invitee);
    const dueAt = this.clock.now() + OWN_WORK;
    await this.users.reserve(email, invitationId, invitee, dueAt, caller.signal);
    return this.complete(caller, person, invitationId);
  }

  /**
   * The rest, for an address that is reserved for `invitationId`.
   * @throws EmailTaken when the address is somebody else's in the pool; EmailReserved, TenantGone, DependencyError
   */
  async complete(caller: Caller, person: InvitedTo, invitationId: string): Promise<User> {
    const { email, name } = person;
    const { sub, mailed } = await this.pool.invite({ email, name, invitationId }, caller.signal);
    const at = this.clock.now();
    const user: User = {
      ...person,
      id: sub,
      status: mailed ? 'invited' : 'invitation_failed',
      createdAt: at,
    };
    const audit = auditEntries(factsOf(user), { caller, tenantId: user.tenantId, at });
    await this.users.create(user, invitationId, audit, caller.signal);
    return (await this.users.find(sub, caller.signal)) ?? user;
  }

  /** Ends what was begun for an address and cannot be finished, or is over: the Cognito user goes, the address is free. @throws DependencyError */
  async withdraw(
    { signal }: Caller,
    email: string,
    { invitationId, removed }: Pick<Address, 'invitationId' | 'removed'>,
  ): Promise<void> {
    const sub = removed ?? (await this.pool.findInvited({ email, invitationId }, signal));
    if (sub !== undefined) await this.pool.remove(sub, signal);
    await this.users.free(email, { invitationId, removed }, signal);
  }

  private async madeBy(id: string, email: string, signal: AbortSignal): Promise<User | undefined> {
    const { invitationId, userId } = (await this.users.findAddress(email, signal)) ?? {};
    return invitationId === id && userId !== undefined ? this.users.find(userId, signal) : undefined;
  }
}

/** One for all that are alike, and no address has two: so a repeat finds its own. */
function invitationIdOf({ tenantId, role }: Invitee): string {
  return `${tenantId}/${role}`;
}

function factsOf({ id, status }: User): Fact[] {
  const target = { type: 'user', id } as const;
  const invited: Fact = { action: 'user.invited', target };
  return status === 'invited' ? [invited] : [invited, { action: 'user.invitation_failed', target }];
}
