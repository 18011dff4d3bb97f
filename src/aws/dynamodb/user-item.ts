import type { User } from '../../admin/users/user.js';
import { anyOf, equals, missing } from './conditions.js';
import { byTime, emailKey, userKey, usersOf } from './keys.js';
import type { Stored } from './stored.js';

export type UserItem = Stored<User>;

export function toUserItem(user: User): UserItem {
  return {
    ...user,
    ...userKey(user.id),
    GSI1PK: usersOf(user.tenantId),
    GSI1SK: byTime(user.createdAt, user.id),
  };
}

/** What makes an address one user's: reserved for an invitation, then given to who was invited. */
export function emailReservation(email: string, invitationId: string) {
  return {
    key: emailKey(email),
    change: { set: { invitationId } },
    condition: anyOf(missing('PK'), equals('invitationId', invitationId)),
  };
}
