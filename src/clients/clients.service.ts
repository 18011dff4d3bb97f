import { Injectable } from '@nestjs/common';
import { auditEntries } from '../audit/audit-entry.js';
import { ConcurrentChange } from '../common/change-guard.js';
import { Clock, type EpochSeconds, type Millis } from '../common/clock.js';
import { assertEdition } from '../common/edition.js';
import { Problem } from '../common/errors/problem.js';
import { newClientId, PLATFORM_TENANT_ID } from '../common/ids.js';
import type { Page, PageRequest } from '../common/page.js';
import { Config } from '../config/config.js';
import { issuedBefore } from '../cut-offs/cut-off.js';
import { type Caller, mayReach } from '../guard/caller.js';
import type { Tenant } from '../tenants/tenant.js';
import { TenantStore } from '../tenants/tenant-store.js';
import { ClientChanges } from './client-changes.js';
import { ClientProvisioner } from './client-provisioner.js';
import { clientFact } from './domain/client-change.js';
import { type ClientDetails, disable, edit, enable, newClient, remove } from './domain/client-lifecycle.js';
import type { Client } from './domain/client.js';
import { editionOf } from './domain/edition.js';
import { MachinePasswords } from './machine-passwords.js';
import { ClientStore } from './ports/client-store.js';

/** What the portal does with API clients. What the caller may not reach is answered like what is not there. */
@Injectable()
export class ClientsService {
  constructor(
    private readonly clients: ClientStore,
    private readonly tenants: TenantStore,
    private readonly changes: ClientChanges,
    private readonly provisioner: ClientProvisioner,
    private readonly passwords: MachinePasswords,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * Makes a client with its Cognito user. The client is reserved first; what fails afterwards is pending work.
   * @param id reserved earlier by whoever may have to repeat this; a client of that id is taken as made by us
   * @throws Problem `scope_not_allowed`, `tenant_not_active`, `not_found`; DraftSpent when the client of that id has been
   *   withdrawn or deleted since
   */
  async create(
    caller: Caller,
    tenantId: string,
    details: ClientDetails,
    id = newClientId(),
  ): Promise<Client> {
    const known = await this.clients.find(id, caller.signal);
    if (known === undefined) await this.reserve(caller, tenantId, details, id);
    return this.provisioner.finish(id, caller);
  }

  /** @throws Problem `not_found` */
  async get(caller: Caller, clientId: string): Promise<Client> {
    const client = await this.clients.find(clientId, caller.signal);
    if (client === undefined || client.status === 'deleted' || !mayReach(caller, client.tenantId))
      throw new Problem('not_found');
    return client;
  }

  /** The same for what lets more in than before. @throws Problem `not_found`, `tenant_not_active` */
  async getOfActiveTenant(caller: Caller, clientId: string): Promise<Client> {
    const client = await this.get(caller, clientId);
    await this.activeTenant(client.tenantId, caller.signal);
    return client;
  }

  /** A tenant's; left out, all that the caller may reach. @throws Problem `not_found` for another tenant's */
  async list(caller: Caller, query: PageRequest & { readonly tenantId?: string }): Promise<Page<Client>> {
    const { principal, signal } = caller;
    const own = principal.type === 'tenant_admin' ? principal.tenantId : undefined;
    const { tenantId = own } = query;
    if (tenantId !== undefined && !mayReach(caller, tenantId)) throw new Problem('not_found');
    return this.clients.list({ ...query, tenantId }, signal);
  }

  /**
   * @param edition as of the caller's last GET, or `ANY_EDITION`
   * @throws Problem `stale_version` when someone has edited it since
   */
  async edit(
    caller: Caller,
    clientId: string,
    edition: string,
    details: Partial<ClientDetails>,
  ): Promise<Client> {
    const { tenantId } = await this.get(caller, clientId);
    assertMayIntrospect(details, tenantId, caller);
    if (details.scopes) assertAllowed(details.scopes, await this.activeTenant(tenantId, caller.signal));
    return this.changes.apply(clientId, caller, (client, now) => {
      assertEdition(edition, editionOf(client));
      return edit(client, details, now, this.cutOff(now));
    });
  }

  async disable(caller: Caller, clientId: string): Promise<Client> {
    await this.get(caller, clientId);
    await this.changes.apply(clientId, caller, (client, now) => disable(client, now, this.cutOff(now)));
    return this.get(caller, clientId);
  }

  /** @throws Problem `not_found`, `tenant_not_active` */
  async enable(caller: Caller, clientId: string): Promise<Client> {
    await this.getOfActiveTenant(caller, clientId);
    await this.changes.apply(clientId, caller, enable);
    return this.get(caller, clientId);
  }

  async remove(caller: Caller, clientId: string): Promise<void> {
    await this.get(caller, clientId);
    await this.changes.apply(clientId, caller, remove);
  }

  private async reserve(caller: Caller, tenantId: string, details: ClientDetails, id: string): Promise<void> {
    const tenant = await this.activeTenant(tenantId, caller.signal);
    assertAllowed(details.scopes, tenant);
    assertMayIntrospect(details, tenantId, caller);
    await this.store(newClient(id, tenantId, details, this.clock.now()), caller);
  }

  private async store(client: Client, caller: Caller): Promise<void> {
    const password = await this.passwords.make(client, caller.signal);
    const facts = [clientFact('client.created', client.id)];
    const audit = auditEntries(facts, { caller, tenantId: client.tenantId, at: client.createdAt });
    try {
      await this.clients.create(client, password, { audit }, caller.signal);
    } catch (error) {
      if (!(error instanceof ConcurrentChange)) throw error;
    }
  }

  private async activeTenant(tenantId: string, signal: AbortSignal): Promise<Tenant> {
    const tenant = await this.tenants.find(tenantId, signal);
    if (tenant === undefined) throw new Problem('not_found');
    if (tenant.status !== 'active') throw new Problem('tenant_not_active');
    return tenant;
  }

  private cutOff(now: Millis): EpochSeconds {
    return issuedBefore(now, this.config);
  }
}

function assertAllowed(scopes: readonly string[], tenant: Tenant): void {
  if (!scopes.every((scope) => tenant.allowedScopes.includes(scope))) throw new Problem('scope_not_allowed');
}

/** Introspection sees every tenant's tokens: only an operator gives it, and only to the platform's own clients. */
function assertMayIntrospect(
  { introspect }: Partial<ClientDetails>,
  tenantId: string,
  { principal }: Caller,
): void {
  if (introspect !== true) return;
  if (principal.type !== 'operator') throw new Problem('forbidden');
  if (tenantId === PLATFORM_TENANT_ID) return;
  const message = 'introspect is for clients of the platform tenant only';
  throw new Problem('validation_failed', { errors: [{ field: 'introspect', message }] });
}
