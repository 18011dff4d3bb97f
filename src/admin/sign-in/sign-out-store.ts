import type { AuditEntry } from '../../audit/audit-entry.js';
import type { EpochSeconds, Millis } from '../../common/clock.js';

/** A sign-in that its holder has ended, and of whose end Cognito has yet to be told. */
export interface SignOut {
  readonly userId: string;
  /** See `signOutIdOf`. */
  readonly id: string;
  /** The portal's refresh token as it was handed out: sealed. */
  readonly refreshToken: string;
}

/** Sign-outs under way. Every method may throw {@link DependencyError}. */
export abstract class SignOutStore {
  /**
   * Stores the sign-out as pending work, due at `dueAt`, raises the user's `notBefore`, and adds the audit entries, in one
   * transaction. Under way already, or no such user: nothing is stored.
   */
  abstract begin(
    signOut: SignOut & { readonly notBefore: EpochSeconds },
    dueAt: Millis,
    audit: readonly AuditEntry[],
    signal: AbortSignal,
  ): Promise<void>;

  /** Strongly consistent. @returns undefined for one that did not begin, or that Cognito was told of */
  abstract find(userId: string, id: string, signal: AbortSignal): Promise<SignOut | undefined>;

  /** Cognito has been told: from now on it refuses by itself. */
  abstract forget(userId: string, id: string, signal: AbortSignal): Promise<void>;
}
