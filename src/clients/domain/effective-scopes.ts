import type { Tenant } from '../../tenants/tenant.js';
import type { Client } from './client.js';

/** What the client may do: what it asks for, as far as its tenant may. */
export function effectiveScopes(
  client: Pick<Client, 'scopes'>,
  tenant: Pick<Tenant, 'allowedScopes'>,
): string[] {
  return client.scopes.filter((scope) => tenant.allowedScopes.includes(scope));
}
