import { type SignOut, SignOutStore } from '../../admin/sign-in/sign-out-store.js';
import type { AuditEntry } from '../../audit/audit-entry.js';
import type { EpochSeconds, Millis } from '../../common/clock.js';
import { auditWrites } from './audit-item.js';
import { exists, missing } from './conditions.js';
import { done } from './dynamodb-errors.js';
import { signOutKey, userKey, workKey } from './keys.js';
import { type Stored, fromStored } from './stored.js';
import type { Table } from './table.js';
import { put, update } from './writes.js';

export class DynamodbSignOutStore extends SignOutStore {
  constructor(
    private readonly table: Table,
    private readonly auditRetention: Millis,
  ) {
    super();
  }

  async begin(
    { notBefore, ...signOut }: SignOut & { readonly notBefore: EpochSeconds },
    dueAt: Millis,
    audit: readonly AuditEntry[],
    signal: AbortSignal,
  ): Promise<void> {
    const key = signOutKey(signOut.userId, signOut.id);
    const item = { ...signOut, ...key, ...workKey(key.PK, dueAt) };
    const writes = [
      put(item, missing('PK')),
      update(userKey(signOut.userId), { set: { notBefore } }, exists('PK')),
      ...auditWrites(audit, this.auditRetention),
    ];
    await done(this.table.transact(writes, signal));
  }

  async find(userId: string, id: string, signal: AbortSignal): Promise<SignOut | undefined> {
    const item = await this.table.get<Stored<SignOut>>(signOutKey(userId, id), signal);
    return item && fromStored<SignOut>(item);
  }

  forget(userId: string, id: string, signal: AbortSignal): Promise<void> {
    return this.table.remove(signOutKey(userId, id), [], signal);
  }
}
