import type { AuditEntry } from '../../audit/audit-entry.js';
import type { User } from './user.js';

/** What changes of a user once they are invited. */
export type UserEdit = Partial<Pick<User, 'status' | 'mfa' | 'notBefore' | 'signInsFrom'>>;

/** The address belongs to somebody, or is reserved for another invitation. */
export class EmailReserved extends Error {
  override readonly name = 'EmailReserved';
}

/** Where people are kept; an address belongs to one of them. Every method may throw {@link DependencyError}. */
export abstract class UserStore {
  /** Strongly consistent. */
  abstract find(userId: string, signal: AbortSignal): Promise<User | undefined>;

  /**
   * Reserves the address for an invitation; already reserved for it is success.
   * @throws EmailReserved
   */
  abstract reserveEmail(email: string, invitationId: string, signal: AbortSignal): Promise<void>;

  /**
   * Stores the invited user and gives it the address that was reserved for `invitationId`, with the audit entries, in one
   * transaction; a user that is there already stays as it is.
   * @throws EmailReserved when the address is not reserved for `invitationId`
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
   * Stores an edit, which may be empty, with the audit entries, in one transaction.
   * @returns false when there is no such user: nothing is stored
   */
  abstract edit(
    userId: string,
    edit: UserEdit,
    audit: readonly AuditEntry[],
    signal: AbortSignal,
  ): Promise<boolean>;
}
