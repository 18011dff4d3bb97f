import { Injectable } from '@nestjs/common';
import { PeoplePool } from '../admin/ports/people-pool.js';
import { UserStore } from '../admin/users/user-store.js';
import type { PoolUser, PoolUserPage } from '../common/pool-user.js';
import { TenantStore } from '../tenants/tenant-store.js';
import { everyItem } from './every-item.js';
import type { Population } from './population.js';

/** Operators and tenant admins. */
@Injectable()
export class PeoplePopulation implements Population {
  readonly pool = 'people';

  constructor(
    private readonly people: PeoplePool,
    private readonly userStore: UserStore,
    private readonly tenants: TenantStore,
  ) {}

  key({ sub }: PoolUser): string {
    return sub;
  }

  users(after: string | undefined, signal: AbortSignal): Promise<PoolUserPage> {
    return this.people.listUsers(after, signal);
  }

  /** An address that is reserved is the work of an invitation or of a removal, which sees to its user. */
  async isKnown({ sub, username }: PoolUser, signal: AbortSignal): Promise<boolean> {
    if ((await this.userStore.find(sub, signal)) !== undefined) return true;
    const address = await this.userStore.findAddress(username, signal);
    return address !== undefined && address.userId === undefined;
  }

  async *expected(signal: AbortSignal): AsyncIterable<string> {
    for await (const { id: tenantId } of everyItem((page) => this.tenants.list(page, signal)))
      for await (const { id } of everyItem((page) => this.userStore.list({ ...page, tenantId }, signal)))
        yield id;
  }

  hasUser(sub: string, signal: AbortSignal): Promise<boolean> {
    return this.people.hasUser(sub, signal);
  }

  remove({ sub }: PoolUser, signal: AbortSignal): Promise<void> {
    return this.people.remove(sub, signal);
  }
}
