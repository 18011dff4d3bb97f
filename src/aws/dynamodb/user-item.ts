import type { Address, Invitee, UserEdit } from '../../admin/users/user-store.js';
import type { User } from '../../admin/users/user.js';
import type { Millis } from '../../common/clock.js';
import { PLATFORM_TENANT_ID } from '../../common/ids.js';
import { above, anyOf, equals, exists, missing } from './conditions.js';
import { byTime, emailKey, tenantKey, userKey, usersOf, workKey } from './keys.js';
import type { Stored } from './stored.js';
import { type Write, check, update } from './writes.js';

export type UserItem = Stored<User>;
export type AddressItem = Stored<Address>;

export function toUserItem(user: User): UserItem {
  return {
    ...user,
    ...userKey(user.id),
    GSI1PK: usersOf(user.tenantId),
    GSI1SK: byTime(user.createdAt, user.id),
  };
}

/** Sets what is edited, as long as that is as it was read. */
export function userEdit(user: User, edit: UserEdit): Write {
  const names = Object.keys(edit) as (keyof UserEdit)[];
  if (names.length === 0) return check(userKey(user.id), exists('PK'));
  const asRead = names.map((name) => (user[name] === undefined ? missing(name) : equals(name, user[name])));
  return update(userKey(user.id), { set: edit }, exists('PK'), ...asRead);
}

/**
 * What makes an address one user's: reserved for an invitation, then given to who was invited.
 * @param pending who is to be made, and when the runner sees to it; absent: the reservation is others' pending work
 */
export function emailReservation(
  email: string,
  invitationId: string,
  pending?: { readonly invitee: Invitee; readonly dueAt: Millis },
) {
  const key = emailKey(email);
  const work = pending && { invitee: pending.invitee, ...workKey(key.PK, pending.dueAt) };
  const reservedForIt = equals('invitationId', invitationId);
  return { key, change: { set: { invitationId, ...work } }, condition: anyOf(missing('PK'), reservedForIt) };
}

/**
 * What the tenant's item has to say of one person more. The operators' own counts them, so that the last cannot be
 * removed by two at once.
 */
export function joining(tenantId: string): Write {
  const key = tenantKey(tenantId);
  if (tenantId !== PLATFORM_TENANT_ID)
    return check(key, anyOf(equals('status', 'active'), equals('status', 'suspended')));
  return update(key, { add: { operators: 1 } }, exists('PK'));
}

/** The same of one less: nothing, but for an operator. */
export function leaving(tenantId: string): Write[] {
  if (tenantId !== PLATFORM_TENANT_ID) return [];
  return [update(tenantKey(tenantId), { add: { operators: -1 } }, above('operators', 1))];
}
