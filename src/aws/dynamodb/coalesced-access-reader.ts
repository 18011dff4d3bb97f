import { LRUCache } from 'lru-cache';
import type { Client } from '../../clients/domain/client.js';
import { DependencyUnavailable } from '../../common/errors/dependency-errors.js';
import { waitFor } from '../../common/wait-for.js';
import type { Tenant } from '../../tenants/tenant.js';
import { type Access, AccessReader } from '../../tokens/ports/access-reader.js';
import type { BatchReader } from './batch-reader.js';
import type { ClientItem } from './client-item.js';
import { clientKey, tenantKey } from './keys.js';
import { fromStored } from './stored.js';
import type { TenantItem } from './tenant-item.js';

const REMEMBERED_CLIENTS = 100_000;

/** Read in place of the tenant of a client that is not known. */
const NO_TENANT = 'none';

/** Reads for the token path, coalesced. */
export class CoalescedAccessReader extends AccessReader {
  /** A client's tenant never changes: once learned, both keys go in one batch. */
  private readonly tenants = new LRUCache<string, string>({ max: REMEMBERED_CLIENTS });

  constructor(private readonly reader: BatchReader) {
    super();
  }

  read(clientId: string, signal: AbortSignal): Promise<Access> {
    const leaving = (cause: unknown) => new DependencyUnavailable('table', 'read access', { cause });
    return waitFor(this.readBoth(clientId), signal, leaving);
  }

  private async readBoth(clientId: string): Promise<Access> {
    const expected = this.tenants.get(clientId) ?? NO_TENANT;
    const [client, tenant] = await Promise.all([this.client(clientId), this.tenant(expected)]);
    if (client === undefined) return { client, tenant: undefined };
    if (client.tenantId === expected) return { client, tenant };
    this.tenants.set(clientId, client.tenantId);
    return { client, tenant: await this.tenant(client.tenantId) };
  }

  private async client(clientId: string): Promise<Client | undefined> {
    const item = (await this.reader.read(clientKey(clientId))) as ClientItem | undefined;
    return item && fromStored<Client>(item);
  }

  private async tenant(tenantId: string): Promise<Tenant | undefined> {
    const item = (await this.reader.read(tenantKey(tenantId))) as TenantItem | undefined;
    return item && fromStored<Tenant>(item);
  }
}
