import type { Millis } from '../../common/clock.js';
import { newClientId, newRegistrationId, newTenantId } from '../../common/ids.js';
import type { Registration } from './registration.js';

/** What a partner asks for. */
export type RegistrationRequest = Pick<Registration, 'organization' | 'admin' | 'client'>;

interface Origin {
  readonly at: Millis;
  /** Whether the runner is to approve it. */
  readonly approvalPending: boolean;
  /** Reserved earlier by whoever may have to repeat this; left out: a new one. */
  readonly id?: string;
}

/** A registration as it comes in. */
export function newRegistration(
  { organization, admin, client }: RegistrationRequest,
  { at, approvalPending, id = newRegistrationId() }: Origin,
): Registration {
  return {
    id,
    status: 'pending',
    organization,
    admin: { email: admin.email, name: admin.name },
    client: { name: client.name },
    createdAt: at,
    approvalPending,
  };
}

/** Approved, with the ids of what is to be made now. The invitation goes by the registration's own id. */
export function approved(registration: Registration, allowedScopes: readonly string[]): Registration {
  return {
    ...registration,
    status: 'approved',
    approvalPending: false,
    approval: {
      tenantId: newTenantId(),
      clientId: newClientId(),
      invitationId: registration.id,
      allowedScopes,
      complete: false,
    },
  };
}

/** The registration as it is once refused, by an operator or under `open` by the broker. */
export function rejected(registration: Registration): Registration {
  return { ...registration, status: 'rejected', approvalPending: false };
}
