import type { Client } from '../../src/clients/domain/client.js';
import type { Tenant } from '../../src/tenants/tenant.js';
import { type Access, CLIENT_FACTS, TENANT_FACTS } from '../../src/tokens/ports/access-reader.js';

/** What a read for the token path tells of a client and its tenant. */
export function factsOf(client: Client, tenant?: Tenant): Access {
  return { client: pick(client, CLIENT_FACTS), tenant: tenant && pick(tenant, TENANT_FACTS) };
}

function pick<T extends object, K extends keyof T>(whole: T, names: readonly K[]): Pick<T, K> {
  return Object.fromEntries(names.map((name) => [name, whole[name]])) as Pick<T, K>;
}
