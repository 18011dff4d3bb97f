import { importedClient, newClient } from '../clients/domain/client-lifecycle.js';
import type { Client } from '../clients/domain/client.js';
import type { Credential } from '../clients/domain/credential.js';
import { clientIdFor, foreignCredential, foreignHash } from '../clients/domain/foreign-credential.js';
import type { Millis } from '../common/clock.js';
import { CLIENT_ID } from '../common/ids.js';
import { newTenant, type Tenant } from '../tenants/tenant.js';
import type { ClientLine, CredentialLine, TenantLine } from './transfer-line.dto.js';

/** What a line stands for, as it is to be stored. */
export type Entry =
  { readonly type: 'tenant'; readonly tenant: Tenant } | { readonly type: 'client'; readonly client: Client };

/** @param now when it is imported */
export function toTenant({ tenantId, name, status, allowedScopes }: TenantLine, now: Millis): Tenant {
  return { ...newTenant(tenantId, name, allowedScopes ?? [], now), status: status ?? 'active' };
}

/** @param now when what has no time of its own was made */
export function toClient(line: ClientLine, now: Millis): Client {
  const id = clientIdFor(line.clientId);
  const { name, description = '', scopes = [], allowedCidrs = [], introspect = false } = line;
  const details = { name, description, scopes, allowedCidrs, introspect };
  const reserved = newClient(id, line.tenantId, details, timeOf(line.createdAt) ?? now);
  const imported = {
    ...(CLIENT_ID.test(line.clientId) ? {} : { formerId: line.clientId }),
    disabled: line.status === 'disabled',
  };
  return importedClient(
    reserved,
    imported,
    line.credentials.map((one) => toCredential(id, one, now)),
  );
}

function toCredential(clientId: string, line: CredentialLine, now: Millis): Credential {
  return {
    ...identityOf(clientId, line),
    hint: line.hint ?? '',
    label: line.label ?? '',
    state: 'imported',
    createdAt: timeOf(line.createdAt) ?? now,
    expiresAt: timeOf(line.expiresAt),
    retiresAt: timeOf(line.retiresAt),
    successorId: line.successorId,
  };
}

/** From here on there is the hash alone. */
function identityOf(
  clientId: string,
  { credentialId, sha256 = '', secret }: CredentialLine,
): Pick<Credential, 'id' | 'hash' | 'foreign'> {
  const hash = secret === undefined ? Buffer.from(sha256, 'hex') : foreignHash(secret);
  if (credentialId !== undefined) return { id: credentialId, hash };
  return { id: foreignCredential(clientId, hash).credentialId, hash, foreign: true };
}

function timeOf(instant: string | undefined): Millis | undefined {
  return instant === undefined ? undefined : Date.parse(instant);
}
