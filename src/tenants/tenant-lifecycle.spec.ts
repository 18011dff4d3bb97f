import fc from 'fast-check';
import { type Millis, SECOND, toEpochSeconds } from '../common/clock.js';
import { Problem } from '../common/errors/problem.js';
import { PLATFORM_TENANT_ID } from '../common/ids.js';
import { OWN_WORK } from '../common/own-work.js';
import type { TenantChange } from './tenant-change.js';
import { editionOf } from './tenant-edition.js';
import {
  beginDeletion,
  deletionProgressed,
  edit,
  resume,
  scopesApplied,
  suspend,
} from './tenant-lifecycle.js';
import { newTenant, nextDue, type Tenant } from './tenant.js';

const START = Date.parse('2031-04-06T12:00:00Z');
const LATER = START + SECOND;
const CUT_OFF = toEpochSeconds(LATER) + 2;
const tenant = newTenant('tn_1', 'Wharf', ['a', 'b'], START);
const suspended = suspend(tenant, LATER, CUT_OFF)!.after;
const deleting: Tenant = beginDeletion(suspended, LATER)!.after;

const factOf = ({ facts }: TenantChange) =>
  facts.map(({ action, target }) => [action, target.type, target.id]);
const codeOf = (step: () => unknown): unknown => {
  try {
    return step();
  } catch (error) {
    return error instanceof Problem ? error.code : error;
  }
};

describe('suspending', () => {
  it('cuts every token off, whatever else is being edited', () => {
    const change = suspend(tenant, LATER, CUT_OFF)!;
    expect(change.after).toEqual({
      ...tenant,
      status: 'suspended',
      updatedAt: LATER,
      version: 2,
      epoch: 2,
      notBefore: CUT_OFF,
    });
    expect(change).toMatchObject({ before: tenant, guard: 'state', cutOff: CUT_OFF });
    expect(factOf(change)).toEqual([['tenant.suspended', 'tenant', 'tn_1']]);
  });

  it('is done once it is', () => expect(suspend(suspended, LATER, CUT_OFF)).toBeUndefined());

  it('is refused of the operators’ own, and of one that is being deleted', () => {
    const platform = { ...tenant, id: PLATFORM_TENANT_ID };
    expect(codeOf(() => suspend(platform, LATER, CUT_OFF))).toBe('platform_tenant');
    expect(codeOf(() => suspend(deleting, LATER, CUT_OFF))).toBe('tenant_deleting');
  });
});

describe('resuming', () => {
  it('brings it back, and leaves the cut-off', () => {
    const change = resume(suspended, LATER + 5)!;
    expect(change.after).toEqual({
      ...suspended,
      status: 'active',
      updatedAt: LATER + 5,
      version: 3,
      epoch: 3,
    });
    expect(change).toMatchObject({ guard: 'state', cutOff: undefined });
    expect(factOf(change)).toEqual([['tenant.resumed', 'tenant', 'tn_1']]);
  });

  it('is done once it is', () => expect(resume(tenant, LATER)).toBeUndefined());

  it('is refused of one that is being deleted', () => {
    expect(codeOf(() => resume(deleting, LATER))).toBe('tenant_deleting');
  });
});

describe('editing', () => {
  it('of the name moves nothing that tokens depend on', () => {
    const change = edit(tenant, { name: 'Quay', allowedScopes: ['b', 'a'] }, LATER, CUT_OFF);
    const edited = { name: 'Quay', allowedScopes: ['b', 'a'], updatedAt: LATER, version: 2 };
    expect(change.after).toEqual({ ...tenant, ...edited });
    expect(change).toMatchObject({ guard: 'version', cutOff: undefined });
    expect(factOf(change)).toEqual([['tenant.updated', 'tenant', 'tn_1']]);
  });

  it('to more scopes is pending work and no cut-off', () => {
    const change = edit(tenant, { allowedScopes: ['a', 'b', 'c'] }, LATER, CUT_OFF);
    expect(change.after).toMatchObject({ epoch: 2, notBefore: 0, scopesPendingSince: LATER, name: 'Wharf' });
    expect(change.cutOff).toBeUndefined();
  });

  it.each([[['a']], [[]], [['a', 'c', 'd']]])('to %j, which lacks one, cuts off too', (allowedScopes) => {
    const change = edit(tenant, { allowedScopes }, LATER, CUT_OFF);
    expect(change.after).toMatchObject({ epoch: 2, notBefore: CUT_OFF, scopesPendingSince: LATER });
    expect(change).toMatchObject({ guard: 'version', cutOff: CUT_OFF });
  });

  it('is refused of one that is being deleted', () => {
    expect(codeOf(() => edit(deleting, { name: 'Quay' }, LATER, CUT_OFF))).toBe('tenant_deleting');
  });

  it('makes another edition, the broker’s own work does not', () => {
    const narrowed = edit(tenant, { allowedScopes: ['a'] }, LATER, CUT_OFF).after;
    const editions = [tenant, suspended, narrowed, edit(tenant, { name: 'Quay' }, LATER, CUT_OFF).after];
    expect(new Set(editions.map(editionOf)).size).toBe(4);
    expect(editionOf(scopesApplied(narrowed, LATER)!.after)).toBe(editionOf(narrowed));
  });
});

describe('deleting', () => {
  it('begins with one that is suspended, and knows of nothing that is left but itself', () => {
    const change = beginDeletion(suspended, LATER)!;
    expect(change.after).toEqual({
      ...suspended,
      status: 'deleting',
      updatedAt: LATER,
      version: 3,
      deletion: { since: LATER, done: 0, left: 1 },
    });
    expect(change).toMatchObject({ guard: 'state', cutOff: undefined });
    expect(factOf(change)).toEqual([['tenant.deletion_begun', 'tenant', 'tn_1']]);
    expect(nextDue(change.after)).toBe(LATER + OWN_WORK);
  });

  it('has begun once it has', () => expect(beginDeletion(deleting, LATER + 1)).toBeUndefined());

  it('is refused of an active one, and of the operators’ own', () => {
    const platform = { ...suspended, id: PLATFORM_TENANT_ID };
    expect(codeOf(() => beginDeletion(tenant, LATER))).toBe('tenant_not_suspended');
    expect(codeOf(() => beginDeletion(platform, LATER))).toBe('platform_tenant');
  });

  it('tells what is done from what is left, whoever did it, and audits none of that', () => {
    const seen = [7, 5, 5, 6, 2, 0, 0].reduce<Tenant[]>(
      (all, left) => {
        const now = all.at(-1)!;
        return [...all, deletionProgressed(now, left)?.after ?? now];
      },
      [deleting],
    );
    expect(seen.map(({ deletion }) => [deletion!.done, deletion!.left])).toEqual([
      [0, 1],
      [0, 8],
      [2, 6],
      [2, 6],
      [2, 7],
      [6, 3],
      [8, 1],
      [8, 1],
    ]);
    expect(deletionProgressed(deleting, 3)).toMatchObject({ facts: [], guard: 'version' });
    expect(deletionProgressed(deleting, 0)).toBeUndefined();
    expect(deletionProgressed(suspended, 3)).toBeUndefined();
  });
});

describe('other scopes', () => {
  const pending = edit(tenant, { allowedScopes: ['a'] }, LATER, CUT_OFF).after;

  it('are due when whoever read the old ones has had its time, after the request that changed them', () => {
    expect(nextDue(tenant)).toBeUndefined();
    expect(nextDue(pending)).toBe(LATER + 2 * OWN_WORK);
    expect(nextDue(edit(pending, { name: 'Quay' }, LATER + 9, CUT_OFF).after)).toBe(nextDue(pending));
  });

  it('are done once all clients are told, unless they have changed again', () => {
    const done = scopesApplied(pending, LATER)!;
    expect(done.after).toEqual({ ...pending, scopesPendingSince: undefined, version: 3 });
    expect(done.guard).toBe('version');
    expect(scopesApplied(pending, LATER - 1)).toBeUndefined();
    expect(scopesApplied(done.after, LATER)).toBeUndefined();
  });
});

describe('whatever is done to a tenant', () => {
  type Step = (one: Tenant, at: Millis) => TenantChange | undefined;
  const steps = fc.oneof(
    fc.integer({ min: -3, max: 3 }).map(
      (skew): Step =>
        (one, at) =>
          suspend(one, at, toEpochSeconds(at) + skew),
    ),
    fc.constant<Step>(resume),
    fc.tuple(fc.subarray(['a', 'b', 'c']), fc.integer({ min: -3, max: 3 })).map(
      ([allowedScopes, skew]): Step =>
        (one, at) =>
          edit(one, { allowedScopes }, at, toEpochSeconds(at) + skew),
    ),
    fc.constant<Step>((one) => scopesApplied(one, one.scopesPendingSince ?? 0)),
  );

  it('cuts off exactly when something is taken away, and no cut-off ever moves back', () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 30 }), (run) => {
        let now = tenant;
        run.forEach((step, i) => {
          const change = step(now, START + i * 700);
          if (change === undefined) return;
          const { before, after, cutOff } = change;
          const lost = before.allowedScopes.some((scope) => !after.allowedScopes.includes(scope));
          const ended = before.status === 'active' && after.status === 'suspended';
          expect(after.version).toBe(before.version + 1);
          expect(cutOff !== undefined).toBe(lost || ended);
          expect(after.notBefore).toBe(cutOff ?? before.notBefore);
          expect(after.notBefore).toBeGreaterThanOrEqual(before.notBefore);
          if (lost || before.status !== after.status) expect(after.epoch).toBe(before.epoch + 1);
          now = after;
        });
      }),
    );
  });
});
