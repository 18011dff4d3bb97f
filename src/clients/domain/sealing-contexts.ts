import type { SealingContext } from '../../sealing/sealing-context.js';
import type { Client } from './client.js';

/** Whom a secret belongs to. */
export type Owner = Pick<Client, 'id' | 'tenantId'>;

/** Where the password of the client’s Cognito user belongs. */
export function passwordContext({ id, tenantId }: Owner): SealingContext {
  return { purpose: 'machine-password', tenant: tenantId, client: id };
}

/** Where the Cognito refresh token behind a credential belongs. */
export function refreshTokenContext({ id, tenantId }: Owner, credentialId: string): SealingContext {
  return { purpose: 'refresh-token', tenant: tenantId, client: id, credential: credentialId };
}

/** Where the kept bearer token of a credential belongs. */
export function bearerTokenContext({ id, tenantId }: Owner, credentialId: string): SealingContext {
  return { purpose: 'bearer-token', tenant: tenantId, client: id, credential: credentialId };
}
