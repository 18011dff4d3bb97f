import { createHash } from 'node:crypto';
import { ulid } from 'ulidx';
import type { Registration } from '../../src/admin/registrations/registration.js';
import type { User } from '../../src/admin/users/user.js';
import type { AuditAction, AuditEntry } from '../../src/audit/audit-entry.js';
import type { Client } from '../../src/clients/domain/client.js';
import { newClient } from '../../src/clients/domain/client-lifecycle.js';
import type { Credential } from '../../src/clients/domain/credential.js';
import type { Session } from '../../src/clients/domain/session.js';
import { newClientId, newRegistrationId, newTenantId, randomCrockford } from '../../src/common/ids.js';
import { type Tenant, newTenant } from '../../src/tenants/tenant.js';

/** When the tests begin. */
export const NOON = Date.UTC(2031, 4, 6, 12);

export function aTenant(fields: Partial<Tenant> = {}): Tenant {
  return { ...newTenant(newTenantId(), 'Wharf Logistics', ['orders.read'], NOON), ...fields };
}

export function aClient(fields: Partial<Client> = {}): Client {
  const details = {
    name: 'stock sync',
    description: '',
    scopes: ['orders.read'],
    allowedCidrs: ['192.0.2.0/24'],
    introspect: false,
  };
  const client = newClient(newClientId(), newTenantId(), details, NOON);
  return { ...client, status: 'active', sub: 'b7f4', ...fields };
}

export function aCredential(fields: Partial<Credential> = {}): Credential {
  const id = `cr_${randomCrockford(24)}`;
  const hash = createHash('sha256').update(id).digest();
  return { id, hash, hint: 'x9Qz', label: '', state: 'active', createdAt: NOON, ...fields };
}

/** `client` with these credentials and no others. */
export function withCredentials(client: Client, ...credentials: readonly Credential[]): Client {
  return { ...client, credentials: Object.fromEntries(credentials.map((one) => [one.id, one])) };
}

export function aSession(clientId: string, credentialId: string, fields: Partial<Session> = {}): Session {
  return {
    clientId,
    credentialId,
    state: 'live',
    sealedRefreshToken: bytes('sealed refresh token'),
    refreshTokenExpiresAt: NOON + 1_000_000,
    renewAt: NOON + 750_000,
    families: [],
    revision: 1,
    ...fields,
  };
}

export function anEntry(fields: Partial<AuditEntry> & { readonly action?: AuditAction } = {}): AuditEntry {
  const at = fields.at ?? NOON;
  return {
    id: ulid(at),
    at,
    action: 'client.updated',
    target: { type: 'client', id: 'cl_0' },
    tenantId: newTenantId(),
    actor: { type: 'system' },
    outcome: 'success',
    requestId: 'req-1',
    ...fields,
  };
}

export function bytes(text: string): Uint8Array {
  return Buffer.from(text);
}

export function aUser(fields: Partial<User> = {}): User {
  const id = randomCrockford(26);
  return {
    id,
    email: `${id}@wharf.example`,
    name: 'Ada Quay',
    role: 'tenant_admin',
    tenantId: newTenantId(),
    status: 'invited',
    createdAt: NOON,
    ...fields,
  };
}

export function aRegistration(fields: Partial<Registration> = {}): Registration {
  const id = newRegistrationId();
  return {
    id,
    status: 'pending',
    organization: 'Wharf Logistics',
    admin: { email: `${id}@wharf.example`, name: 'Ada Quay' },
    client: { name: 'stock sync' },
    createdAt: NOON,
    approvalPending: false,
    ...fields,
  };
}
