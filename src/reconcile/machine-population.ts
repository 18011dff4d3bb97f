import { Injectable } from '@nestjs/common';
import { CanaryStore } from '../clients/ports/canary-store.js';
import { ClientStore } from '../clients/ports/client-store.js';
import { MachinePool } from '../clients/ports/machine-pool.js';
import type { PoolUser, PoolUserPage } from '../common/pool-user.js';
import { everyItem } from './every-item.js';
import type { Population } from './population.js';

/** API clients, and the canary. */
@Injectable()
export class MachinePopulation implements Population {
  readonly pool = 'machines';

  constructor(
    private readonly machines: MachinePool,
    private readonly clients: ClientStore,
    private readonly canaries: CanaryStore,
  ) {}

  key({ username }: PoolUser): string {
    return username;
  }

  users(after: string | undefined, signal: AbortSignal): Promise<PoolUserPage> {
    return this.machines.listUsers(after, signal);
  }

  async isKnown({ username }: PoolUser, signal: AbortSignal): Promise<boolean> {
    if ((await this.clients.find(username, signal)) !== undefined) return true;
    return (await this.canaries.find(signal))?.username === username;
  }

  /** One in the making may have none yet. */
  async *expected(signal: AbortSignal): AsyncIterable<string> {
    for await (const { id, status } of everyItem((page) => this.clients.list(page, signal)))
      if (status === 'active' || status === 'disabled') yield id;
  }

  hasUser(clientId: string, signal: AbortSignal): Promise<boolean> {
    return this.machines.hasUser(clientId, signal);
  }

  remove({ username }: PoolUser, signal: AbortSignal): Promise<void> {
    return this.machines.deleteUser(username, signal);
  }
}
