import type { User } from '../../admin/users/user.js';
import { EmailReserved, type UserEdit, UserStore } from '../../admin/users/user-store.js';
import type { AuditEntry } from '../../audit/audit-entry.js';
import type { Millis } from '../../common/clock.js';
import { auditWrites } from './audit-item.js';
import { anyOf, equals, exists, missing } from './conditions.js';
import { done, failedWrites } from './dynamodb-errors.js';
import { emailKey, userKey } from './keys.js';
import { fromStored } from './stored.js';
import type { Table } from './table.js';
import { type UserItem, emailReservation, toUserItem } from './user-item.js';
import { check, put, update } from './writes.js';

/** The position of the user's own item in the transaction that creates it. */
const USER = 0;

export class DynamodbUserStore extends UserStore {
  constructor(
    private readonly table: Table,
    private readonly auditRetention: Millis,
  ) {
    super();
  }

  async find(userId: string, signal: AbortSignal): Promise<User | undefined> {
    const item = await this.table.get<UserItem>(userKey(userId), signal);
    return item && fromStored<User>(item);
  }

  async reserveEmail(email: string, invitationId: string, signal: AbortSignal): Promise<void> {
    const { key, change, condition } = emailReservation(email, invitationId);
    if (!(await done(this.table.update(key, change, [condition], signal)))) throw new EmailReserved();
  }

  async create(
    user: User,
    invitationId: string,
    audit: readonly AuditEntry[],
    signal: AbortSignal,
  ): Promise<void> {
    const nobodys = anyOf(missing('userId'), equals('userId', user.id));
    const writes = [
      put(toUserItem(user), missing('PK')),
      update(
        emailKey(user.email),
        { set: { userId: user.id } },
        equals('invitationId', invitationId),
        nobodys,
      ),
      ...auditWrites(audit, this.auditRetention),
    ];
    const failed = await failedWrites(this.table.transact(writes, signal));
    if (failed.length > 0 && !failed.includes(USER)) throw new EmailReserved();
  }

  async findByEmail(email: string, signal: AbortSignal): Promise<User | undefined> {
    const reservation = await this.table.get<{ userId?: string }>(emailKey(email), signal);
    return reservation?.userId === undefined ? undefined : this.find(reservation.userId, signal);
  }

  edit(userId: string, edit: UserEdit, audit: readonly AuditEntry[], signal: AbortSignal): Promise<boolean> {
    const key = userKey(userId);
    const isEmpty = Object.keys(edit).length === 0;
    const write = isEmpty ? check(key, exists('PK')) : update(key, { set: edit }, exists('PK'));
    const writes = [write, ...auditWrites(audit, this.auditRetention)];
    return done(this.table.transact(writes, signal));
  }
}
