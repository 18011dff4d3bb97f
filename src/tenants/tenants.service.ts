import { Injectable } from '@nestjs/common';
import type { EpochSeconds, Millis } from '../common/clock.js';
import { assertEdition } from '../common/edition.js';
import { Problem } from '../common/errors/problem.js';
import type { Page, PageRequest } from '../common/page.js';
import { Config } from '../config/config.js';
import { issuedBefore } from '../cut-offs/cut-off.js';
import type { Caller } from '../guard/caller.js';
import { TenantChanges } from './tenant-changes.js';
import { editionOf } from './tenant-edition.js';
import { edit, beginDeletion, resume, suspend, type TenantDetails } from './tenant-lifecycle.js';
import { TenantStore } from './tenant-store.js';
import type { Tenant } from './tenant.js';

/** What operators do with tenants. */
@Injectable()
export class TenantsService {
  constructor(
    private readonly tenants: TenantStore,
    private readonly changes: TenantChanges,
    private readonly config: Config,
  ) {}

  list({ signal }: Caller, page: PageRequest): Promise<Page<Tenant>> {
    return this.tenants.list(page, signal);
  }

  /** @throws Problem `not_found` */
  async get({ signal }: Caller, tenantId: string): Promise<Tenant> {
    const tenant = await this.tenants.find(tenantId, signal);
    if (tenant === undefined) throw new Problem('not_found');
    return tenant;
  }

  /**
   * @param edition as of the caller's last GET, or `ANY_EDITION`
   * @throws Problem `not_found`, `tenant_deleting`; `stale_version` when someone has edited it since
   */
  edit(caller: Caller, tenantId: string, edition: string, details: Partial<TenantDetails>): Promise<Tenant> {
    return this.changes.apply(tenantId, caller, (tenant, now) => {
      assertEdition(edition, editionOf(tenant));
      return edit(tenant, details, now, this.cutOff(now));
    });
  }

  /** @throws Problem `not_found`, `platform_tenant`, `tenant_deleting` */
  async suspend(caller: Caller, tenantId: string): Promise<Tenant> {
    await this.changes.apply(tenantId, caller, (tenant, now) => suspend(tenant, now, this.cutOff(now)));
    return this.get(caller, tenantId);
  }

  /** @throws Problem `not_found`, `tenant_deleting` */
  async resume(caller: Caller, tenantId: string): Promise<Tenant> {
    await this.changes.apply(tenantId, caller, resume);
    return this.get(caller, tenantId);
  }

  /**
   * Ends it with all that is its own, behind the answer.
   * @throws Problem `not_found`, `platform_tenant`, `tenant_not_suspended`
   */
  async remove(caller: Caller, tenantId: string): Promise<Tenant> {
    await this.changes.apply(tenantId, caller, beginDeletion);
    return this.get(caller, tenantId);
  }

  private cutOff(now: Millis): EpochSeconds {
    return issuedBefore(now, this.config);
  }
}
