import { Injectable } from '@nestjs/common';
import { auditEntries } from '../audit/audit-entry.js';
import { clientFact, credentialFact } from '../clients/domain/client-change.js';
import { type Client, credentialsOf } from '../clients/domain/client.js';
import { MachinePasswords } from '../clients/machine-passwords.js';
import { ClientStore } from '../clients/ports/client-store.js';
import { ConcurrentChange } from '../common/change-guard.js';
import { Clock } from '../common/clock.js';
import type { Caller } from '../guard/caller.js';
import type { Tenant } from '../tenants/tenant.js';
import { TenantStore } from '../tenants/tenant-store.js';
import type { Entry } from './entry.js';

/** What is there already stays as it is. */
export type Imported = 'imported' | 'there';

/**
 * Stores clients whose partners have their credentials already. Their Cognito users and sessions are made by pending work,
 * within Cognito's quotas; until then their credentials are answered 503.
 */
@Injectable()
export class ClientImport {
  constructor(
    private readonly tenants: TenantStore,
    private readonly clients: ClientStore,
    private readonly passwords: MachinePasswords,
    private readonly clock: Clock,
  ) {}

  /** Safe to repeat. @throws DependencyError */
  import(entry: Entry, caller: Caller): Promise<Imported> {
    return entry.type === 'tenant'
      ? this.importTenant(entry.tenant, caller)
      : this.importClient(entry.client, caller);
  }

  private async importTenant(tenant: Tenant, caller: Caller): Promise<Imported> {
    if (await this.tenants.find(tenant.id, caller.signal)) return 'there';
    const fact = { action: 'tenant.created', target: { type: 'tenant', id: tenant.id } } as const;
    const audit = auditEntries([fact], { caller, tenantId: tenant.id, at: this.clock.now() });
    await this.tenants.create(tenant, audit, caller.signal);
    return 'imported';
  }

  private async importClient(client: Client, caller: Caller): Promise<Imported> {
    const password = await this.passwords.make(client, caller.signal);
    const facts = [
      clientFact('client.imported', client.id),
      ...credentialsOf(client).map(({ id }) => credentialFact('credential.imported', client.id, id)),
    ];
    const audit = auditEntries(facts, { caller, tenantId: client.tenantId, at: this.clock.now() });
    try {
      await this.clients.create(client, password, { audit }, caller.signal);
      return 'imported';
    } catch (error) {
      if (error instanceof ConcurrentChange) return 'there';
      throw error;
    }
  }
}
