import type { Millis } from '../../common/clock.js';

export type RegistrationStatus = 'pending' | 'approved' | 'rejected';

/** A partner's request to take part. */
export interface Registration {
  readonly id: string;
  readonly status: RegistrationStatus;
  readonly organization: string;
  /** `email` is lower case. */
  readonly admin: { readonly email: string; readonly name: string };
  readonly client: { readonly name: string };
  readonly createdAt: Millis;
  /** Under `REGISTRATION=open` the runner approves it. */
  readonly approvalPending: boolean;
  /** What approval made or is about to make: reserved with the decision, so that a repeat finds its own. */
  readonly approval?: Approval;
}

export interface Approval {
  readonly tenantId: string;
  readonly clientId: string;
  readonly invitationId: string;
  readonly allowedScopes: readonly string[];
  /** The tenant's admin, once invited. */
  readonly userId?: string;
  /** Somebody else's address in the pool: an operator has to mend that, and to approve once more. */
  readonly invitationFailed?: boolean;
  /** Whether nothing is left to do: all of it is made, or its tenant was deleted meanwhile. */
  readonly complete: boolean;
}
