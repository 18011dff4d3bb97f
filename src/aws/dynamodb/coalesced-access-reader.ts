import { LRUCache } from 'lru-cache';
import {
  type Access,
  AccessReader,
  CLIENT_FACTS,
  type ClientFacts,
  TENANT_FACTS,
  type TenantFacts,
} from '../../tokens/ports/access-reader.js';
import type { BatchReader } from './batch-reader.js';
import { clientKey, tenantKey } from './keys.js';
import { KnownItems } from './known-items.js';
import { projectionOf, type View } from './projection.js';
import { type Item, type Stored, fromStored } from './stored.js';

/** What is read of clients and tenants. */
const ACCESS = projectionOf([...CLIENT_FACTS, ...TENANT_FACTS]);

/**
 * What the reader of batches has to bring.
 * @param clients of how many it remembers their items and their tenants'
 */
export function accessView(clients: number): View {
  return { projection: ACCESS, known: new KnownItems(2 * clients) };
}

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

  async read(clientId: string, signal: AbortSignal): Promise<Access> {
    const expected = this.tenants.get(clientId) ?? NO_TENANT;
    const [client, tenant] = await this.reader.read([clientKey(clientId), tenantKey(expected)], signal);
    if (client === undefined) return { client: undefined, tenant: undefined };
    const facts = fromStored(client as unknown as Stored<ClientFacts>);
    if (facts.tenantId === expected) return { client: facts, tenant: tenantOf(tenant) };
    this.tenants.set(clientId, facts.tenantId);
    const [own] = await this.reader.read([tenantKey(facts.tenantId)], signal);
    return { client: facts, tenant: tenantOf(own) };
  }
}

function tenantOf(item: Item | undefined): TenantFacts | undefined {
  return item && fromStored(item as unknown as Stored<TenantFacts>);
}
