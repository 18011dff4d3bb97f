import { change } from '../../src/clients/domain/client-change.js';
import type { Client } from '../../src/clients/domain/client.js';
import type { ClientStore } from '../../src/clients/ports/client-store.js';
import { DependencyUnavailable } from '../../src/common/errors/dependency-errors.js';
import type { Tenant } from '../../src/tenants/tenant.js';
import type { TenantStore } from '../../src/tenants/tenant-store.js';
import type { AccessReader } from '../../src/tokens/ports/access-reader.js';
import { factsOf } from '../support/access-facts.js';
import { aClient, aCredential, aTenant, bytes, withCredentials } from '../support/domain-fixtures.js';
import { patience } from '../support/signals.js';

export interface AccessReaderFixture {
  readonly reader: AccessReader;
  /** On the same storage. */
  readonly clients: ClientStore;
  readonly tenants: TenantStore;
}

export function describeAccessReaderContract(name: string, setup: () => Promise<AccessReaderFixture>): void {
  describe(`access reader contract: ${name}`, () => {
    let reader: AccessReader;
    let clients: ClientStore;
    let tenants: TenantStore;

    beforeAll(async () => {
      ({ reader, clients, tenants } = await setup());
    });

    const stored = async (): Promise<{ client: Client; tenant: Tenant }> => {
      const tenant = aTenant();
      const client = withCredentials(aClient({ tenantId: tenant.id }), aCredential());
      await tenants.create(tenant, [], patience());
      await clients.create(client, bytes('sealed password'), { audit: [] }, patience());
      return { client, tenant };
    };

    it('reads a client and its tenant, the first time and again', async () => {
      const { client, tenant } = await stored();
      expect(await reader.read(client.id, patience())).toEqual(factsOf(client, tenant));
      expect(await reader.read(client.id, patience())).toEqual(factsOf(client, tenant));
    });

    it('finds neither for a client that is not there', async () => {
      const access = await reader.read(aClient().id, patience());
      expect(access).toEqual({ client: undefined, tenant: undefined });
    });

    it('finds no tenant where there is none', async () => {
      const client = aClient();
      await clients.create(client, bytes('sealed password'), { audit: [] }, patience());
      expect(await reader.read(client.id, patience())).toEqual(factsOf(client));
    });

    it('keeps clients apart that are read at once', async () => {
      const all = await Promise.all(Array.from({ length: 10 }, stored));
      const facts = all.map(({ client, tenant }) => factsOf(client, tenant));
      for (let round = 0; round < 2; round++)
        expect(await Promise.all(all.map(({ client }) => reader.read(client.id, patience())))).toEqual(facts);
    });

    it('shows 200 concurrent readers every change acknowledged before they asked (invariant 1)', async () => {
      const { client } = await stored();
      let acknowledged = client;
      let writing = true;
      let reads = 0;
      const write = async () => {
        for (let i = 0; i < 40; i++) {
          const step = change(acknowledged, { epoch: acknowledged.epoch + 1 }, []);
          await clients.commit(step, { audit: [] }, patience());
          acknowledged = step.after;
        }
        writing = false;
      };
      const read = async () => {
        while (writing) {
          const { epoch } = acknowledged;
          const access = await reader.read(client.id, patience());
          expect(access.client?.epoch).toBeGreaterThanOrEqual(epoch);
          reads++;
        }
      };
      await Promise.all([write(), ...Array.from({ length: 200 }, read)]);
      expect(reads).toBeGreaterThan(200);
    });

    it('lets a caller leave at its own deadline, and serves those who stay', async () => {
      const { client, tenant } = await stored();
      const impatient = new AbortController();
      const leaving = reader.read(client.id, impatient.signal);
      const staying = reader.read(client.id, patience());
      impatient.abort();
      await expect(leaving).rejects.toThrow(DependencyUnavailable);
      expect(await staying).toEqual(factsOf(client, tenant));
    });

    it('sees a credential gone from the first read after it went', async () => {
      const { client } = await stored();
      await reader.read(client.id, patience());
      await clients.commit(change(client, { credentials: {} }, []), { audit: [] }, patience());
      expect((await reader.read(client.id, patience())).client?.credentials).toEqual({});
    });
  });
}
