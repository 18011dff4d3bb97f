import type { AuditEntry } from '../../audit/audit-entry.js';
import type { Millis } from '../../common/clock.js';
import type { Page, PageRequest } from '../../common/page.js';
import type { SignOut } from '../sign-in/sign-out-store.js';
import type { User } from './user.js';

/** Who is invited. */
export type Invitee = Pick<User, 'name' | 'role' | 'tenantId'>;

/** An address that is taken. */
export interface Address {
  /** Whose it is by right: the invitation that it was reserved for. */
  readonly invitationId: string;
  /** Who is to be made, as long as this is nobody else's pending work; absent: registrations see to it. */
  readonly invitee?: Invitee;
  /** Whose it is, once they are there. */
  readonly userId?: string;
  /** The `sub` of who had it and is removed; Cognito has yet to be told. */
  readonly removed?: string;
}

/** What changes of a user once they are invited. */
export type UserEdit = Partial<Pick<User, 'status' | 'mfa' | 'notBefore' | 'signInsFrom'>>;

/** What is stored together with an edit. */
export interface UserRecord {
  readonly audit: readonly AuditEntry[];
  /** A sign-out that begins with it: pending work, due at `dueAt`, until Cognito was told. */
  readonly signOut?: SignOut & { readonly dueAt: Millis };
}

/** The address belongs to somebody, or is reserved for another invitation. */
export class EmailReserved extends Error {
  override readonly name = 'EmailReserved';
}

/** The tenant is being deleted, or is not there. */
export class TenantGone extends Error {
  override readonly name = 'TenantGone';
}

/** Without this operator there would be none. */
export class LastOperator extends Error {
  override readonly name = 'LastOperator';
}

/** The sign-in has ended before. */
export class SignedOutBefore extends Error {
  override readonly name = 'SignedOutBefore';
}

/** Where people are kept; an address belongs to one of them. Every method may throw {@link DependencyError}. */
export abstract class UserStore {
  /** Strongly consistent. */
  abstract find(userId: string, signal: AbortSignal): Promise<User | undefined>;

  /** How many people of a tenant there are. Reads an index, which lags a little. */
  abstract count(tenantId: string, signal: AbortSignal): Promise<number>;

  /** People of a tenant, oldest first. Reads an index, which lags a little. @throws BadCursor */
  abstract list(query: PageRequest & { readonly tenantId: string }, signal: AbortSignal): Promise<Page<User>>;

  /** Strongly consistent. @param email in normal form */
  abstract findAddress(email: string, signal: AbortSignal): Promise<Address | undefined>;

  /**
   * Reserves the address for an invitation; reserved for it already is success. It is pending work, due at `dueAt`, until
   * the user is there.
   * @throws EmailReserved
   */
  abstract reserve(
    email: string,
    invitationId: string,
    invitee: Invitee,
    dueAt: Millis,
    signal: AbortSignal,
  ): Promise<void>;

  /** Frees an address that is nobody's: given to none yet, or to one who is removed. As it was read, else it stays. */
  abstract free(
    email: string,
    address: Pick<Address, 'invitationId' | 'removed'>,
    signal: AbortSignal,
  ): Promise<void>;

  /**
   * Stores the invited user and gives it the address that was reserved for `invitationId`, with the audit entries, in one
   * transaction; a user that is there already stays as it is.
   * @throws EmailReserved when the address is not reserved for `invitationId`, TenantGone
   */
  abstract create(
    user: User,
    invitationId: string,
    audit: readonly AuditEntry[],
    signal: AbortSignal,
  ): Promise<void>;

  /** Strongly consistent. @param email in normal form */
  abstract findByEmail(email: string, signal: AbortSignal): Promise<User | undefined>;

  /**
   * Stores an edit, which may be empty, with what belongs to it, in one transaction.
   * @param user as read
   * @returns false when the user is gone, or what is edited is no longer as it was read: nothing is stored
   * @throws SignedOutBefore
   */
  abstract edit(user: User, edit: UserEdit, record: UserRecord, signal: AbortSignal): Promise<boolean>;

  /**
   * Removes the user, with the audit entries, in one transaction. The address stays taken, as pending work due at `dueAt`,
   * until it is freed.
   * @returns false when there is no such user any more: nothing is stored
   * @throws LastOperator
   */
  abstract remove(
    user: User,
    dueAt: Millis,
    audit: readonly AuditEntry[],
    signal: AbortSignal,
  ): Promise<boolean>;
}
