import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TenantScopes } from '../../clients/tenant-scopes.js';
import type { Caller } from '../../guard/caller.js';
import { TenantStore } from '../../tenants/tenant-store.js';
import type { WorkItem } from '../../work/work-queue.js';
import { WorkHandler, WorkRunner } from '../../work/work-runner.js';
import { TenantDeletion } from './tenant-deletion.js';

/** Brings what a tenant has become to all that is its own: its end, or other scopes. */
@Injectable()
export class TenantWork extends WorkHandler<'tenant'> implements OnModuleInit {
  readonly kind = 'tenant';

  constructor(
    private readonly runner: WorkRunner,
    private readonly tenants: TenantStore,
    private readonly scopes: TenantScopes,
    private readonly deletion: TenantDeletion,
  ) {
    super();
  }

  onModuleInit(): void {
    this.runner.register(this);
  }

  async run({ tenantId }: Extract<WorkItem, { kind: 'tenant' }>, caller: Caller): Promise<void> {
    const tenant = await this.tenants.find(tenantId, caller.signal);
    if (tenant === undefined) return;
    if (tenant.deletion !== undefined) await this.deletion.carryOn(tenant, caller);
    else await this.scopes.bring(tenant, caller);
  }
}
