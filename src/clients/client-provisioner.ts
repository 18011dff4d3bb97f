import { Injectable } from '@nestjs/common';
import { DependencyMisconfigured } from '../common/errors/dependency-errors.js';
import type { Caller } from '../guard/caller.js';
import { DraftSpent } from '../idempotency/draft-spent.js';
import { TenantStore } from '../tenants/tenant-store.js';
import { ClientChanges } from './client-changes.js';
import { activate, undoCreation } from './domain/client-lifecycle.js';
import type { Client } from './domain/client.js';
import { effectiveScopes } from './domain/effective-scopes.js';
import { MachinePasswords } from './machine-passwords.js';
import { ClientStore } from './ports/client-store.js';
import { MachinePool, SignInRefused, UserConflict } from './ports/machine-pool.js';

/** Gives a reserved client its Cognito user, step by step; each is safe to repeat, so that anyone may finish it. */
@Injectable()
export class ClientProvisioner {
  constructor(
    private readonly clients: ClientStore,
    private readonly tenants: TenantStore,
    private readonly pool: MachinePool,
    private readonly passwords: MachinePasswords,
    private readonly changes: ClientChanges,
  ) {}

  /**
   * Finishes the client, or withdraws it where Cognito refuses for good.
   * @returns the client, active
   * @throws DependencyError; when it is unavailable, the work stays pending; DraftSpent when the client was withdrawn or
   *   deleted meanwhile
   */
  async finish(clientId: string, caller: Caller): Promise<Client> {
    const client = await this.clients.find(clientId, caller.signal);
    if (client === undefined || client.status === 'deleted') throw new DraftSpent();
    if (client.status !== 'provisioning') return client;
    try {
      const sub = await this.makeUser(client, caller.signal);
      return await this.changes.apply(clientId, caller, (current, now) => activate(current, sub, now));
    } catch (error) {
      if (!isFinal(error)) throw error;
      const tenant = await this.tenants.find(client.tenantId, caller.signal);
      await this.changes.apply(clientId, caller, (current, now) => undoCreation(current, tenant, now));
      if (error instanceof DependencyMisconfigured) throw error;
      throw new DependencyMisconfigured('pool', 'make a machine user', { cause: error });
    }
  }

  private async makeUser(client: Client, signal: AbortSignal): Promise<string> {
    const tenant = await this.tenants.find(client.tenantId, signal);
    const scopes = tenant ? effectiveScopes(client, tenant) : [];
    const { sub } = await this.pool.createUser(
      { clientId: client.id, tenantId: client.tenantId, scopes },
      signal,
    );
    const password = await this.passwords.of(client, signal);
    await this.pool.setPassword(client.id, password, signal);
    await this.pool.signIn(client.id, password, signal);
    return sub;
  }
}

/**
 * Repeating will not help: the pool is not set up, or the name is somebody else's. A key that does not open is no such
 * reason: one replica with a wrong one must not withdraw what others can finish.
 */
function isFinal(error: unknown): boolean {
  if (error instanceof DependencyMisconfigured) return error.dependency === 'pool';
  return error instanceof SignInRefused || error instanceof UserConflict;
}
