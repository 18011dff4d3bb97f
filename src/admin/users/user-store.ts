import type { AuditEntry } from '../../audit/audit-entry.js';
import type { User } from './user.js';

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

  /** The invited user has signed in: `active`. Already active: nothing is stored. */
  abstract activate(userId: string, audit: readonly AuditEntry[], signal: AbortSignal): Promise<void>;
}
