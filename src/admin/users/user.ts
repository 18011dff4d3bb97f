import type { EpochSeconds, Millis } from '../../common/clock.js';
import type { Role } from '../../guard/principal.js';

export type UserStatus = 'invited' | 'invitation_failed' | 'active';

/** A person who may sign in: an operator, or an admin of a tenant. */
export interface User {
  /** Cognito's `sub`. */
  readonly id: string;
  /** Lower case; unique. */
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly tenantId: string;
  readonly status: UserStatus;
  /** Whether the last sign-in took a second factor, or one was switched on since. */
  readonly mfa?: boolean;
  /** Access tokens issued up to then are no longer good; absent: no one has signed out yet. */
  readonly notBefore?: EpochSeconds;
  /** Sign-ins up to then are no longer good, whatever is issued to them later; absent: all are. */
  readonly signInsFrom?: EpochSeconds;
  readonly createdAt: Millis;
}
