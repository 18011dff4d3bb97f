import { Injectable } from '@nestjs/common';
import { type Client, credentialsOf } from '../clients/domain/client.js';
import { type Credential, hasEnded } from '../clients/domain/credential.js';
import { ClientStore } from '../clients/ports/client-store.js';
import { Clock, type Millis } from '../common/clock.js';
import type { Tenant } from '../tenants/tenant.js';
import { TenantStore } from '../tenants/tenant-store.js';
import type { ClientLine, CredentialLine, TenantLine } from './transfer-line.dto.js';

const PAGE = 100;

/** Tells of all tenants, and of their clients with the hashes of their credentials. Holds no secret. */
@Injectable()
export class ClientExport {
  constructor(
    private readonly tenants: TenantStore,
    private readonly clients: ClientStore,
    private readonly clock: Clock,
  ) {}

  /** Those that are to stay; oldest first. The list lags a little. @throws DependencyError */
  async *allTenants(signal: AbortSignal): AsyncIterable<Tenant> {
    let cursor: string | undefined;
    do {
      const page = await this.tenants.list({ limit: PAGE, cursor }, signal);
      yield* page.items.filter(({ status }) => status !== 'deleting');
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }

  /**
   * The lines of a tenant and of its clients, each client as it was at one instant, with what it has in common with its
   * credentials. The list lags a little. @throws DependencyError
   */
  async *linesOf(tenant: Tenant, signal: AbortSignal): AsyncIterable<TenantLine | ClientLine> {
    yield tenantLine(tenant);
    let cursor: string | undefined;
    do {
      const page = await this.clients.list({ tenantId: tenant.id, limit: PAGE, cursor }, signal);
      for (const client of page.items.filter(isThere)) yield clientLine(client, this.clock.now());
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }
}

/** One in the making is its request's; an imported one counts from its import on. */
function isThere({ status, imported }: Client): boolean {
  return (
    status === 'active' || status === 'disabled' || (status === 'provisioning' && imported !== undefined)
  );
}

function tenantLine({ id, name, status, allowedScopes }: Tenant): TenantLine {
  const isSuspended = status === 'suspended';
  return {
    type: 'tenant',
    tenantId: id,
    name,
    status: isSuspended ? 'suspended' : 'active',
    allowedScopes: [...allowedScopes],
  };
}

function clientLine(client: Client, now: Millis): ClientLine {
  const { id, tenantId, name, description, scopes, allowedCidrs, introspect, imported, createdAt } = client;
  const isDisabled = client.status === 'disabled' || (client.status === 'provisioning' && imported?.disabled);
  return {
    type: 'client',
    clientId: imported?.formerId ?? id,
    tenantId,
    name,
    description,
    status: isDisabled ? 'disabled' : 'active',
    scopes: [...scopes],
    allowedCidrs: [...allowedCidrs],
    introspect,
    createdAt: new Date(createdAt).toISOString(),
    credentials: credentialsOf(client)
      .filter((one) => isGood(one, now))
      .map(credentialLine),
  };
}

/** A secret that was never told, or whose session was ended in Cognito, must not come to work by an import. */
function isGood(credential: Credential, now: Millis): boolean {
  const { state, blockedAt } = credential;
  return state !== 'provisioning' && blockedAt === undefined && !hasEnded(credential, now);
}

function credentialLine(credential: Credential): CredentialLine {
  const { id, foreign, hash, hint, label, createdAt, expiresAt, retiresAt, successorId } = credential;
  return {
    ...(foreign ? {} : { credentialId: id, hint }),
    sha256: Buffer.from(hash).toString('hex'),
    label,
    createdAt: new Date(createdAt).toISOString(),
    ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt).toISOString() }),
    ...(retiresAt !== undefined && { retiresAt: new Date(retiresAt).toISOString() }),
    ...(successorId !== undefined && { successorId }),
  };
}
