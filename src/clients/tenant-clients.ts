import { Injectable } from '@nestjs/common';
import type { Caller } from '../guard/caller.js';
import { ClientChanges, unlessGone } from './client-changes.js';
import { remove } from './domain/client-lifecycle.js';
import { ClientStore } from './ports/client-store.js';

/** How many ends are under way at a time; others begin as these are done. Those in the making take no place. */
const UNDER_WAY = 25;

/** The end of a tenant's clients, with the tenant. */
@Injectable()
export class TenantClients {
  constructor(
    private readonly clients: ClientStore,
    private readonly changes: ClientChanges,
  ) {}

  /**
   * Ends some, the oldest first, each as if it were deleted by itself. One in the making waits until its own pending work
   * has made or withdrawn it: else its Cognito user might be made once more after it was deleted. Safe to repeat.
   * @returns how many there were, those whose end was under way among them; the list lags a little
   */
  async removeSome(caller: Caller, tenantId: string): Promise<number> {
    const there = await this.clients.count(tenantId, caller.signal);
    let cursor: string | undefined;
    let room = UNDER_WAY;
    do {
      const page = await this.clients.list({ tenantId, limit: room, cursor }, caller.signal);
      const made = page.items.filter(({ status }) => status !== 'provisioning');
      for (const { id } of made) await unlessGone(this.changes.apply(id, caller, remove));
      room = page.items.length - made.length;
      cursor = page.nextCursor;
    } while (cursor !== undefined && room > 0);
    return there;
  }
}
