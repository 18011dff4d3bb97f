import { randomUUID } from 'node:crypto';
import { ClientsService } from '../../src/clients/clients.service.js';
import { CredentialsService } from '../../src/clients/credentials.service.js';
import { newTenantId } from '../../src/common/ids.js';
import { type Caller, systemCaller } from '../../src/guard/caller.js';
import { newTenant } from '../../src/tenants/tenant.js';
import { TenantStore } from '../../src/tenants/tenant-store.js';
import { secrets, type TestBroker } from './broker.js';
import { patience } from './signals.js';

/** A tenant with one active client and one credential, made without the portal. */
export interface Partner {
  readonly tenantId: string;
  readonly clientId: string;
  readonly credentialId: string;
  /** The secret. */
  readonly credential: string;
}

export const SCOPES = ['orders:read', 'orders:write'];

export async function makePartner({ app }: Pick<TestBroker, 'app'>): Promise<Partner> {
  const tenant = newTenant(newTenantId(), 'Partner', SCOPES, Date.now());
  await app.get(TenantStore).create(tenant, [], patience());
  const details = { name: 'client', description: '', scopes: SCOPES, allowedCidrs: [], introspect: false };
  const { id: clientId } = await app.get(ClientsService).create(system(), tenant.id, details);
  const { credential, secret } = await issue({ app }, clientId);
  return { tenantId: tenant.id, clientId, credentialId: credential.id, credential: secret };
}

export async function issue({ app }: Pick<TestBroker, 'app'>, clientId: string) {
  const issuer = app.get(CredentialsService, { strict: false });
  const issued = await issuer.issue(system(), clientId, { label: 'test' });
  secrets.add('credential', issued.secret);
  return issued;
}

/** The broker itself, with time enough. */
export function system(): Caller {
  return systemCaller(`test-${randomUUID()}`, patience());
}
