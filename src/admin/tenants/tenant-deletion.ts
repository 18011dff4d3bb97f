import { Injectable } from '@nestjs/common';
import { auditEntries } from '../../audit/audit-entry.js';
import { TenantClients } from '../../clients/tenant-clients.js';
import { Clock } from '../../common/clock.js';
import type { Caller } from '../../guard/caller.js';
import { TenantChanges } from '../../tenants/tenant-changes.js';
import { deletionProgressed } from '../../tenants/tenant-lifecycle.js';
import { TenantStore } from '../../tenants/tenant-store.js';
import { overtaken, type Tenant } from '../../tenants/tenant.js';
import { UsersService } from '../users/users.service.js';

/** Ends a tenant that is being deleted: all that is its own, some at a time, then the tenant itself. */
@Injectable()
export class TenantDeletion {
  constructor(
    private readonly tenants: TenantStore,
    private readonly changes: TenantChanges,
    private readonly clients: TenantClients,
    private readonly users: UsersService,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes it one step further, wherever it is; safe to repeat. The tenant goes when nothing is found any more, at a
   * time when nobody can be making anything of it: the lists lag, and a request may have found it active.
   * @throws DependencyError
   */
  async carryOn({ id, deletion }: Tenant, caller: Caller): Promise<void> {
    const isQuiet = this.clock.now() >= overtaken(deletion!.since);
    const left = (await this.clients.removeSome(caller, id)) + (await this.users.removeSome(caller, id));
    if (left === 0 && isQuiet) return this.end(id, caller);
    await this.changes.apply(id, caller, (tenant) => deletionProgressed(tenant, left));
  }

  private end(tenantId: string, caller: Caller): Promise<void> {
    const fact = { action: 'tenant.deleted', target: { type: 'tenant', id: tenantId } } as const;
    const audit = auditEntries([fact], { caller, at: this.clock.now() });
    return this.tenants.remove(tenantId, audit, caller.signal);
  }
}
