import type { Millis } from '../../common/clock.js';
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
  readonly createdAt: Millis;
}
