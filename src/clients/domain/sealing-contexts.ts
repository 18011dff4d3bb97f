import type { SealingContext } from '../../sealing/sealing-context.js';
import type { Client } from './client.js';

type Owner = Pick<Client, 'id' | 'tenantId'>;

export function passwordContext({ id, tenantId }: Owner): SealingContext {
  return { purpose: 'machine-password', tenant: tenantId, client: id };
}

export function refreshTokenContext({ id, tenantId }: Owner, credentialId: string): SealingContext {
  return { purpose: 'refresh-token', tenant: tenantId, client: id, credential: credentialId };
}

export function bearerTokenContext({ id, tenantId }: Owner, credentialId: string): SealingContext {
  return { purpose: 'bearer-token', tenant: tenantId, client: id, credential: credentialId };
}
