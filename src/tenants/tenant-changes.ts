import { Injectable } from '@nestjs/common';
import { auditEntries } from '../audit/audit-entry.js';
import { ConcurrentChange } from '../common/change-guard.js';
import { Clock, type Millis } from '../common/clock.js';
import { DependencyUnavailable } from '../common/errors/dependency-errors.js';
import { Problem } from '../common/errors/problem.js';
import { Config } from '../config/config.js';
import { allExpiredBy, type CutOff } from '../cut-offs/cut-off.js';
import type { Caller } from '../guard/caller.js';
import { WorkRunner } from '../work/work-runner.js';
import type { TenantChange } from './tenant-change.js';
import { TenantStore } from './tenant-store.js';
import { nextDue, type Tenant } from './tenant.js';

/** What to do to a tenant as it stands; undefined: it is done already. */
export type Decision = (tenant: Tenant, now: Millis) => TenantChange | undefined;

/**
 * Carries decisions on a tenant into the store: reads, decides, commits the change with its audit entry and its cut-off
 * in one transaction, and starts over when another change came first.
 */
@Injectable()
export class TenantChanges {
  constructor(
    private readonly tenants: TenantStore,
    private readonly work: WorkRunner,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * @returns the tenant as it was when nothing was left to do, else as it is now
   * @throws Problem what the decision refuses, or `not_found`; DependencyError when `caller.signal` aborts first
   */
  async apply(tenantId: string, caller: Caller, decide: Decision): Promise<Tenant> {
    while (!caller.signal.aborted) {
      const tenant = await this.tenants.find(tenantId, caller.signal);
      if (tenant === undefined) throw new Problem('not_found');
      const change = decide(tenant, this.clock.now());
      if (change === undefined) return tenant;
      if (await this.commit(change, caller)) return change.after;
    }
    throw new DependencyUnavailable('table', 'change a tenant');
  }

  /** @returns false when another change came first */
  private async commit(change: TenantChange, caller: Caller): Promise<boolean> {
    const { id } = change.after;
    const audit = auditEntries(change.facts, { caller, tenantId: id, at: this.clock.now() });
    try {
      await this.tenants.commit(change, { audit, cutOffs: this.cutOffs(change) }, caller.signal);
    } catch (error) {
      if (error instanceof ConcurrentChange) return false;
      throw error;
    }
    if (nextDue(change.after) !== undefined) this.work.soon({ kind: 'tenant', tenantId: id });
    return true;
  }

  private cutOffs({ before, cutOff }: TenantChange): CutOff[] {
    if (cutOff === undefined) return [];
    const exp = allExpiredBy(this.clock.now(), this.config);
    return [{ claim: 'custom:tenant_id', value: before.id, iatUpTo: cutOff, exp }];
  }
}
