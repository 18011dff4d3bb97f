import type { AuditLog } from '../../src/audit/audit-log.js';
import { ConcurrentChange } from '../../src/common/change-guard.js';
import { SECOND } from '../../src/common/clock.js';
import { DependencyUnavailable } from '../../src/common/errors/dependency-errors.js';
import type { CutOff } from '../../src/cut-offs/cut-off.js';
import type { TenantChange } from '../../src/tenants/tenant-change.js';
import {
  beginDeletion,
  deletionProgressed,
  edit,
  resume,
  scopesApplied,
  suspend,
} from '../../src/tenants/tenant-lifecycle.js';
import type { TenantRecord, TenantStore } from '../../src/tenants/tenant-store.js';
import type { Tenant } from '../../src/tenants/tenant.js';
import { NOON, aTenant, anEntry } from '../support/domain-fixtures.js';
import { patience } from '../support/signals.js';

export interface TenantStoreFixture {
  readonly tenants: TenantStore;
  /** On the same storage. */
  readonly auditLog: AuditLog;
  /** Those that are published for a tenant. */
  cutOffsOf(tenantId: string): Promise<readonly CutOff[]>;
}

const LATER = NOON + SECOND;

export function describeTenantStoreContract(name: string, setup: () => Promise<TenantStoreFixture>): void {
  describe(`tenant store contract: ${name}`, () => {
    let tenants: TenantStore;
    let auditLog: AuditLog;
    let cutOffsOf: TenantStoreFixture['cutOffsOf'];

    beforeAll(async () => {
      ({ tenants, auditLog, cutOffsOf } = await setup());
    });

    const trailOf = async (tenantId: string) =>
      (await auditLog.list({ tenantId, limit: 100 }, patience())).items;
    const stored = async (fields: Partial<Tenant> = {}): Promise<Tenant> => {
      const tenant = aTenant(fields);
      await tenants.create(tenant, [], patience());
      return tenant;
    };
    const current = async ({ id }: Tenant): Promise<Tenant> => (await tenants.find(id, patience()))!;
    const commit = (step: TenantChange | undefined, record: Partial<TenantRecord> = {}) => {
      const audit = [anEntry({ tenantId: step!.before.id, action: step!.facts[0]?.action })];
      return tenants.commit(step!, { audit, cutOffs: [], ...record }, patience());
    };
    const renamed = (tenant: Tenant, to: string) => edit(tenant, { name: to }, LATER, 0);

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

    describe('of 20 concurrent edits', () => {
      it('has each that was acknowledged, and its audit entry once', async () => {
        const tenant = await stored({ allowedScopes: [] });
        const names = Array.from({ length: 20 }, (_, i) => `s${i}`);
        const untilDone = async (scope: string): Promise<void> => {
          const now = await current(tenant);
          const entry = anEntry({ tenantId: tenant.id, requestId: scope });
          try {
            const more = edit(now, { allowedScopes: [...now.allowedScopes, scope] }, LATER, 0);
            await commit(more, { audit: [entry] });
          } catch (error) {
            if (!(error instanceof ConcurrentChange)) throw error;
            await untilDone(scope);
          }
        };
        await Promise.all(names.map(untilDone));
        const after = await current(tenant);
        expect([...after.allowedScopes].sort()).toEqual([...names].sort());
        expect(after).toMatchObject({ version: 21, epoch: 21 });
        const audited = (await trailOf(tenant.id)).map(({ requestId }) => requestId);
        expect(audited.sort()).toEqual([...names].sort());
      });
    });

    describe('a change guarded by version', () => {
      it('is stored as it was decided', async () => {
        const tenant = await stored({ allowedScopes: ['a', 'b'] });
        const narrowed = edit(tenant, { name: 'other', allowedScopes: ['a'] }, LATER, 7);
        await commit(narrowed);
        expect(await current(tenant)).toEqual(narrowed.after);
        await commit(scopesApplied(narrowed.after, LATER));
        expect(await current(tenant)).toEqual({
          ...narrowed.after,
          scopesPendingSince: undefined,
          version: 3,
        });
      });

      it('is one of two decided on the same state', async () => {
        const tenant = await stored();
        const answers = await Promise.allSettled(
          ['one', 'two'].map(async (to) => {
            await commit(renamed(tenant, to));
            return to;
          }),
        );
        const [done, ...others] = answers.filter((answer) => answer.status === 'fulfilled');
        const [refused] = answers.filter((answer) => answer.status === 'rejected');
        expect(others).toEqual([]);
        expect(refused?.reason).toBeInstanceOf(ConcurrentChange);
        expect((await current(tenant)).name).toBe(done?.value);
        expect(await trailOf(tenant.id)).toHaveLength(1);
      });

      it('is refused after any other, guarded by state too', async () => {
        const tenant = await stored({ allowedScopes: ['a'] });
        const pending = edit(tenant, { allowedScopes: [] }, LATER, 0);
        await commit(pending);
        await commit(suspend(tenant, LATER, 9));
        await expect(commit(renamed(pending.after, 'late'))).rejects.toThrow(ConcurrentChange);
        await expect(commit(scopesApplied(pending.after, LATER))).rejects.toThrow(ConcurrentChange);
        expect(await current(tenant)).toMatchObject({ scopesPendingSince: LATER, status: 'suspended' });
      });
    });

    describe('a change guarded by state', () => {
      it('does not lose to an edit, nor undo it', async () => {
        const tenant = await stored({ allowedScopes: ['a', 'b'] });
        await commit(edit(tenant, { name: 'edited', allowedScopes: ['a'] }, LATER, 3));
        await commit(suspend(tenant, LATER + 5, 7));
        const both = { name: 'edited', allowedScopes: ['a'], status: 'suspended', notBefore: 7 };
        const counted = { epoch: 3, version: 3, scopesPendingSince: LATER, updatedAt: LATER + 5 };
        expect(await current(tenant)).toMatchObject({ ...both, ...counted });
      });

      it('is refused when the status has changed', async () => {
        const tenant = await stored();
        const suspension = suspend(tenant, LATER, 7)!;
        await commit(suspension);
        await expect(commit(suspend(tenant, LATER, 8))).rejects.toThrow(ConcurrentChange);
        await commit(resume(suspension.after, LATER));
        await expect(commit(resume(suspension.after, LATER))).rejects.toThrow(ConcurrentChange);
        expect(await current(tenant)).toMatchObject({ status: 'active', notBefore: 7, version: 3, epoch: 3 });
      });

      it('never takes a cut-off back', async () => {
        const tenant = await stored({ allowedScopes: ['a'] });
        await commit(edit(tenant, { allowedScopes: [] }, LATER, 2_000));
        await expect(commit(suspend(tenant, LATER, 1_000))).rejects.toThrow(ConcurrentChange);
        expect(await current(tenant)).toMatchObject({ notBefore: 2_000, status: 'active' });
      });
    });

    it('lets nothing bring back one that is being deleted, nor change one that is gone', async () => {
      const active = aTenant();
      const suspended = suspend(active, LATER, 7)!.after;
      const late = [renamed(active, 'late'), suspend(active, LATER, 8), resume(suspended, LATER)];
      for (const step of late) await expect(commit(step)).rejects.toThrow(ConcurrentChange);
      expect(await tenants.find(active.id, patience())).toBeUndefined();

      await tenants.create(suspended, [], patience());
      await commit(beginDeletion(suspended, LATER));
      for (const step of late) await expect(commit(step)).rejects.toThrow(ConcurrentChange);
      expect(await current(active)).toMatchObject({ status: 'deleting', version: 3 });
    });

    describe('removing', () => {
      const audited = ({ id }: Tenant) => anEntry({ tenantId: id, action: 'tenant.deleted' });
      const remove = (tenant: Tenant) => tenants.remove(tenant.id, [audited(tenant)], patience());
      const beingDeleted = async () => {
        const { after } = beginDeletion(suspend(await stored(), LATER, 7)!.after, LATER)!;
        const it = { ...after, id: aTenant().id };
        await tenants.create(it, [], patience());
        return it;
      };

      it('takes one that is being deleted, however far that is, out of every list, and audits it once', async () => {
        const tenant = await beingDeleted();
        await commit(deletionProgressed(tenant, 3), { audit: [] });
        expect((await current(tenant)).deletion).toEqual({ since: LATER, done: 0, left: 4 });
        await remove(tenant);
        await remove(tenant);

        expect(await tenants.find(tenant.id, patience())).toBeUndefined();
        expect(await trailOf(tenant.id)).toMatchObject([{ action: 'tenant.deleted' }]);
        const { items } = await tenants.list({ limit: 100 }, patience());
        expect(items.map(({ id }) => id)).not.toContain(tenant.id);
        const late = commit(deletionProgressed(tenant, 2), { audit: [] });
        await expect(late).rejects.toThrow(ConcurrentChange);
      });

      it('leaves one that is not, and audits nothing', async () => {
        const tenant = await stored();
        await remove(tenant);

        expect(await current(tenant)).toEqual(tenant);
        expect(await trailOf(tenant.id)).toEqual([]);
      });
    });

    describe('what belongs to a change', () => {
      const cutOffOf = ({ id }: Tenant, iatUpTo: number): CutOff => ({
        claim: 'custom:tenant_id',
        value: id,
        iatUpTo,
        exp: 2_000_000_000,
      });

      it('is stored with it', async () => {
        const tenant = await stored();
        const entry = anEntry({ tenantId: tenant.id, action: 'tenant.suspended' });
        const cutOff = cutOffOf(tenant, 7);
        await commit(suspend(tenant, LATER, 7), { audit: [entry], cutOffs: [cutOff] });
        expect(await trailOf(tenant.id)).toEqual([entry]);
        expect(await cutOffsOf(tenant.id)).toEqual([cutOff]);
      });

      it('is not when it is refused', async () => {
        const tenant = await stored();
        await commit(suspend(tenant, LATER, 7));
        const late = [suspend(tenant, LATER, 8), edit(tenant, { allowedScopes: [] }, LATER, 8)];
        for (const step of late) {
          const refused = commit(step, { cutOffs: [cutOffOf(tenant, 8)] });
          await expect(refused).rejects.toThrow(ConcurrentChange);
        }
        expect((await trailOf(tenant.id)).map(({ action }) => action)).toEqual(['tenant.suspended']);
        expect(await cutOffsOf(tenant.id)).toEqual([]);
      });
    });

    describe('the list', () => {
      it('has every tenant once, oldest first, as it is now, page by page', async () => {
        const made: Tenant[] = [];
        for (const age of [3, 1, 2]) made[age] = await stored({ createdAt: NOON - 90_000 - age });
        await commit(renamed(made[2]!, 'renamed'));
        const found: Tenant[] = [];
        let cursor: string | undefined;
        do {
          const page = await tenants.list({ limit: 2, cursor }, patience());
          expect(page.items.length).toBeLessThanOrEqual(2);
          found.push(...page.items);
          cursor = page.nextCursor;
        } while (cursor !== undefined);
        const ids = made.map(({ id }) => id);
        const listed = found.filter(({ id }) => ids.includes(id));
        expect(listed.map(({ id }) => id)).toEqual([3, 2, 1].map((age) => made[age]!.id));
        expect(listed[1]?.name).toBe('renamed');
        expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
      });
    });

    it('ends when its signal aborts', async () => {
      const tenant = await stored();
      const aborted = AbortSignal.abort();
      await expect(tenants.find(tenant.id, aborted)).rejects.toThrow(DependencyUnavailable);
      await expect(tenants.list({ limit: 1 }, aborted)).rejects.toThrow(DependencyUnavailable);
      const late = tenants.commit(renamed(tenant, 'late'), { audit: [], cutOffs: [] }, aborted);
      await expect(late).rejects.toThrow(DependencyUnavailable);
      expect(await current(tenant)).toEqual(tenant);
    });
  });
}
