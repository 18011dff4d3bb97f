import type { User } from '../../admin/users/user.js';
import {
  type Address,
  EmailReserved,
  type Invitee,
  LastOperator,
  SignedOutBefore,
  TenantGone,
  type UserEdit,
  type UserRecord,
  UserStore,
} from '../../admin/users/user-store.js';
import type { AuditEntry } from '../../audit/audit-entry.js';
import type { Millis } from '../../common/clock.js';
import type { Page, PageRequest } from '../../common/page.js';
import { auditWrites } from './audit-item.js';
import { anyOf, equals, exists, missing } from './conditions.js';
import { done, failedWrites } from './dynamodb-errors.js';
import { emailKey, userKey, usersOf, workKey } from './keys.js';
import { listPage } from './listing.js';
import { beginSignOut } from './sign-out-item.js';
import { fromStored } from './stored.js';
import type { Table } from './table.js';
import {
  type AddressItem,
  type UserItem,
  emailReservation,
  joining,
  leaving,
  toUserItem,
  userEdit,
} from './user-item.js';
import { type Write, put, remove, update } from './writes.js';

/** Positions in the transactions that create and remove, and in one that edits. */
const USER = 0;
const ADDRESS = 1;
const OPERATORS = 2;
const SIGN_OUT = 1;

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

  async list(
    { tenantId, ...request }: PageRequest & { readonly tenantId: string },
    signal: AbortSignal,
  ): Promise<Page<User>> {
    const name = usersOf(tenantId);
    const page = await listPage<UserItem>(
      this.table,
      { name, where: [equals('GSI1PK', name)] },
      request,
      signal,
    );
    return { ...page, items: page.items.map((item) => fromStored<User>(item)) };
  }

  async count(tenantId: string, signal: AbortSignal): Promise<number> {
    const where = [equals('GSI1PK', usersOf(tenantId))];
    return (await this.table.queryAll({ index: 'GSI1', where }, signal)).length;
  }

  async findAddress(email: string, signal: AbortSignal): Promise<Address | undefined> {
    const item = await this.table.get<AddressItem>(emailKey(email), signal);
    return item && fromStored<Address>(item);
  }

  async findByEmail(email: string, signal: AbortSignal): Promise<User | undefined> {
    const userId = (await this.findAddress(email, signal))?.userId;
    return userId === undefined ? undefined : this.find(userId, signal);
  }

  async reserve(
    email: string,
    invitationId: string,
    invitee: Invitee,
    dueAt: Millis,
    signal: AbortSignal,
  ): Promise<void> {
    const { key, change, condition } = emailReservation(email, invitationId, { invitee, dueAt });
    const conditions = [condition, missing('userId'), missing('removed')];
    if (!(await done(this.table.update(key, change, conditions, signal)))) throw new EmailReserved();
  }

  async free(
    email: string,
    { invitationId, removed }: Pick<Address, 'invitationId' | 'removed'>,
    signal: AbortSignal,
  ): Promise<void> {
    const asRead = removed === undefined ? missing('removed') : equals('removed', removed);
    const conditions = [equals('invitationId', invitationId), missing('userId'), asRead];
    await done(this.table.remove(emailKey(email), conditions, signal));
  }

  async create(
    user: User,
    invitationId: string,
    audit: readonly AuditEntry[],
    signal: AbortSignal,
  ): Promise<void> {
    const key = emailKey(user.email);
    const given = { userId: user.id, invitee: undefined, ...workKey(key.PK, undefined) };
    const nobodys = anyOf(missing('userId'), equals('userId', user.id));
    const reserved = [equals('invitationId', invitationId), missing('removed'), nobodys];
    const writes = [
      put(toUserItem(user), missing('PK')),
      update(key, { set: given }, ...reserved),
      joining(user.tenantId),
    ];
    const failed = await this.transact(writes, audit, signal);
    if (failed.length === 0 || failed.includes(USER)) return;
    throw failed.includes(ADDRESS) ? new EmailReserved() : new TenantGone();
  }

  async edit(
    user: User,
    edit: UserEdit,
    { audit, signOut }: UserRecord,
    signal: AbortSignal,
  ): Promise<boolean> {
    const writes = [userEdit(user, edit), ...(signOut ? [beginSignOut(signOut)] : [])];
    const failed = await this.transact(writes, audit, signal);
    if (failed.includes(SIGN_OUT)) throw new SignedOutBefore();
    return failed.length === 0;
  }

  async remove(
    { id, email, tenantId }: User,
    dueAt: Millis,
    audit: readonly AuditEntry[],
    signal: AbortSignal,
  ): Promise<boolean> {
    const address = emailKey(email);
    const left = { userId: undefined, removed: id, ...workKey(address.PK, dueAt) };
    const writes = [
      remove(userKey(id), exists('PK')),
      update(address, { set: left }, equals('userId', id)),
      ...leaving(tenantId),
    ];
    const failed = await this.transact(writes, audit, signal);
    if (failed.includes(OPERATORS) && !failed.includes(USER)) throw new LastOperator();
    return failed.length === 0;
  }

  private transact(
    writes: readonly Write[],
    audit: readonly AuditEntry[],
    signal: AbortSignal,
  ): Promise<readonly number[]> {
    return failedWrites(this.table.transact([...writes, ...auditWrites(audit, this.auditRetention)], signal));
  }
}
