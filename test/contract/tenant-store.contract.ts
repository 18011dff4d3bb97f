import type { AuditLog } from '../../src/audit/audit-log.js';
import { DependencyUnavailable } from '../../src/common/errors/dependency-errors.js';
import type { TenantStore } from '../../src/tenants/tenant-store.js';
import { aTenant, anEntry } from '../support/domain-fixtures.js';
import { patience } from '../support/signals.js';

export interface TenantStoreFixture {
  readonly tenants: TenantStore;
  /** On the same storage. */
  readonly auditLog: AuditLog;
}

export function describeTenantStoreContract(name: string, setup: () => Promise<TenantStoreFixture>): void {
  describe(`tenant store contract: ${name}`, () => {
    let tenants: TenantStore;
    let auditLog: AuditLog;

    beforeAll(async () => {
      ({ tenants, auditLog } = await setup());
    });

    const trailOf = async (tenantId: string) =>
      (await auditLog.list({ tenantId, limit: 10 }, patience())).items;

    it('finds none that is not there', async () => {
      expect(await tenants.find(aTenant().id, patience())).toBeUndefined();
    });

    it('stores a tenant with its audit entries', async () => {
      const tenant = aTenant({ allowedScopes: ['orders.read', 'orders.write'], notBefore: 3 });
      const entry = anEntry({ tenantId: tenant.id, action: 'tenant.created' });
      await tenants.create(tenant, [entry], patience());
      expect(await tenants.find(tenant.id, patience())).toEqual(tenant);
      expect(await trailOf(tenant.id)).toEqual([entry]);
    });

    it('leaves one that is there as it is, and audits nothing', async () => {
      const tenant = aTenant();
      await tenants.create(tenant, [], patience());
      await tenants.create({ ...tenant, name: 'other' }, [anEntry({ tenantId: tenant.id })], patience());
      expect(await tenants.find(tenant.id, patience())).toEqual(tenant);
      expect(await trailOf(tenant.id)).toEqual([]);
    });

    it('ends when its signal aborts', async () => {
      await expect(tenants.find(aTenant().id, AbortSignal.abort())).rejects.toThrow(DependencyUnavailable);
    });
  });
}
