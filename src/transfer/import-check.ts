import type { Client } from '../clients/domain/client.js';
import type { ClientStore } from '../clients/ports/client-store.js';
import type { TenantStore } from '../tenants/tenant-store.js';
import type { Entry } from './entry.js';

/** Judges the lines of one file, in their order, by each other and by what is stored. */
export class ImportCheck {
  private readonly clientIds = new Set<string>();
  /** By id: whether clients may be imported into it. */
  private readonly tenants = new Map<string, Promise<boolean>>();
  /** Whether some secret is of a former system: how hard it is to guess, only its operator knows. */
  hasForeignSecrets = false;

  constructor(
    private readonly stores: { readonly clients: ClientStore; readonly tenants: TenantStore },
    private readonly signal: AbortSignal,
  ) {}

  /** @returns what is wrong with it; undefined: nothing @throws DependencyError */
  async problemOf(entry: Entry): Promise<string | undefined> {
    return entry.type === 'tenant' ? this.ofTenant(entry.tenant.id) : this.ofClient(entry.client);
  }

  private async ofTenant(id: string): Promise<string | undefined> {
    if (this.tenants.has(id)) return 'its tenant stands in the file before, or a client of it does';
    const isOpen = this.stores.tenants.find(id, this.signal).then((tenant) => tenant?.status !== 'deleting');
    this.tenants.set(id, isOpen);
    return (await isOpen) ? undefined : 'its tenant is being deleted';
  }

  private async ofClient(client: Client): Promise<string | undefined> {
    const { id, tenantId, credentials } = client;
    if (this.clientIds.has(id)) return 'its client stands in the file before';
    this.clientIds.add(id);
    this.hasForeignSecrets ||= Object.values(credentials).some(({ foreign }) => foreign === true);
    if (!(await this.isOpen(tenantId)))
      return 'there is no such tenant: register it, or put its line before those of its clients';
    return this.ofStored(client, await this.stores.clients.find(id, this.signal));
  }

  private ofStored({ tenantId, imported }: Client, stored: Client | undefined): string | undefined {
    if (stored === undefined) return undefined;
    if (stored.status === 'deleted') return 'its client was just deleted: try again in a minute';
    if (stored.tenantId !== tenantId) return 'its client is there already, and another tenant’s';
    if (stored.imported?.formerId === imported?.formerId) return undefined;
    return 'its client is there already, and was imported by another id';
  }

  private isOpen(tenantId: string): Promise<boolean> {
    const known = this.tenants.get(tenantId);
    if (known !== undefined) return known;
    const found = this.stores.tenants.find(tenantId, this.signal);
    const isOpen = found.then((tenant) => tenant !== undefined && tenant.status !== 'deleting');
    this.tenants.set(tenantId, isOpen);
    return isOpen;
  }
}
