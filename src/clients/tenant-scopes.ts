import { Injectable } from '@nestjs/common';
import { Clock, type Millis } from '../common/clock.js';
import type { Caller } from '../guard/caller.js';
import { TenantChanges } from '../tenants/tenant-changes.js';
import { scopesApplied } from '../tenants/tenant-lifecycle.js';
import { nextDue, type Tenant } from '../tenants/tenant.js';
import { ClientChanges, unlessGone } from './client-changes.js';
import { scopesChanged } from './domain/client-lifecycle.js';
import { ClientStore } from './ports/client-store.js';

const AT_ONCE = 25;

/**
 * Tells every client of a tenant that its scopes have changed; each then brings its own to Cognito. Once right behind
 * the answer, and once more by the runner when it is due: the list lags, and a client may have been in the making by a
 * request that had read the old scopes. Only then is the tenant done. A run that is cut short goes on where it was: who
 * was told since it was due is not told again.
 */
@Injectable()
export class TenantScopes {
  constructor(
    private readonly tenantChanges: TenantChanges,
    private readonly clients: ClientStore,
    private readonly clientChanges: ClientChanges,
    private readonly clock: Clock,
  ) {}

  /** Safe to repeat. Nothing pending: nothing is done. @throws DependencyError */
  async bring(tenant: Tenant, caller: Caller): Promise<void> {
    const { id, scopesPendingSince } = tenant;
    if (scopesPendingSince === undefined) return;
    const now = this.clock.now();
    const due = nextDue(tenant) ?? now;
    await this.tellClients(id, Math.min(now, due), caller);
    if (now < due) return;
    await this.tenantChanges.apply(id, caller, (one) => scopesApplied(one, scopesPendingSince));
  }

  private async tellClients(tenantId: string, asOf: Millis, caller: Caller): Promise<void> {
    let cursor: string | undefined;
    do {
      const page = await this.clients.list({ tenantId, limit: AT_ONCE, cursor }, caller.signal);
      await Promise.all(page.items.map(({ id }) => this.tell(id, asOf, caller)));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }

  private tell(clientId: string, asOf: Millis, caller: Caller): Promise<void> {
    const told = this.clientChanges.apply(clientId, caller, (client, now) =>
      scopesChanged(client, asOf, now),
    );
    return unlessGone(told);
  }
}
