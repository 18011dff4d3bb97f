import type { SignOut } from '../../admin/sign-in/sign-out-store.js';
import type { UserRecord } from '../../admin/users/user-store.js';
import { missing } from './conditions.js';
import { signOutKey, workKey } from './keys.js';
import type { Stored } from './stored.js';
import { type Write, put } from './writes.js';

export type SignOutItem = Stored<SignOut>;

/** Ends a sign-in, once. */
export function beginSignOut({ dueAt, ...signOut }: NonNullable<UserRecord['signOut']>): Write {
  const key = signOutKey(signOut.userId, signOut.id);
  return put({ ...signOut, ...key, ...workKey(key.PK, dueAt) }, missing('PK'));
}
