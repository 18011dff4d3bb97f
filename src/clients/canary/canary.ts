import type { Millis } from '../../common/clock.js';
import { PLATFORM_TENANT_ID, randomCrockford } from '../../common/ids.js';
import type { Sealed } from '../../sealing/sealed.js';
import type { MachineUser } from '../ports/machine-pool.js';

/** What the canary's sign-in leaves: like a session's, and kept as one. */
export interface CanarySignIn {
  readonly sealedRefreshToken: Sealed;
  /** From then on it signs in anew, before Cognito forgets this. */
  readonly renewAt: Millis;
}

/**
 * A machine user of the broker's own, with a sealed record of its own. Where they work and a client's do not, the fault lies
 * with the client's; where they do not work either, it is ours to mend. Nobody gets a token of it.
 */
export interface Canary {
  readonly username: string;
  /** Made with the canary and never changed: also the record that tells a wrong key from a damaged record. */
  readonly sealedPassword: Sealed;
  /** Missing until it has signed in once. */
  readonly signIn?: CanarySignIn;
  /** The table that it was made in, by AWS's id: a table that was restored from a backup has another. */
  readonly tableId: string;
}

const PREFIX = 'canary_';

/** A name that no client has. */
export function newCanaryName(): string {
  return PREFIX + randomCrockford(16);
}

/** Whether it is a canary's, of whatever table. */
export function isCanaryName(username: string): boolean {
  return username.startsWith(PREFIX);
}

/** What Cognito knows of it: it may do nothing. */
export function canaryUser({ username }: Pick<Canary, 'username'>): MachineUser {
  return { clientId: username, tenantId: PLATFORM_TENANT_ID, scopes: [] };
}

/** The owner that its records are sealed for. */
export function canaryOwner({ username }: Pick<Canary, 'username'>) {
  return { id: username, tenantId: PLATFORM_TENANT_ID };
}
