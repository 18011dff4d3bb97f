import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { OWN_WORK } from '../common/own-work.js';
import type { Caller } from '../guard/caller.js';
import { TenantStore } from '../tenants/tenant-store.js';
import type { WorkItem } from '../work/work-queue.js';
import { WorkHandler, WorkRunner } from '../work/work-runner.js';
import { BlockedCredentials } from './blocked-credentials.js';
import { ClientChanges } from './client-changes.js';
import { ClientProvisioner } from './client-provisioner.js';
import { CredentialIssuer } from './credential-issuer.js';
import { reschedule, scopesApplied } from './domain/client-lifecycle.js';
import { type Client, credentialsOf } from './domain/client.js';
import { settle, undoIssue } from './domain/credential-lifecycle.js';
import { hasEnded } from './domain/credential.js';
import { effectiveScopes } from './domain/effective-scopes.js';
import { ClientStore } from './ports/client-store.js';
import { MachinePool } from './ports/machine-pool.js';

/** Brings what a client is in Cognito, and what is left of crashed requests, to what its item says. */
@Injectable()
export class ClientWork extends WorkHandler<'client'> implements OnModuleInit {
  readonly kind = 'client';

  constructor(
    private readonly runner: WorkRunner,
    private readonly clients: ClientStore,
    private readonly tenants: TenantStore,
    private readonly pool: MachinePool,
    private readonly provisioner: ClientProvisioner,
    private readonly issuer: CredentialIssuer,
    private readonly changes: ClientChanges,
    private readonly blocked: BlockedCredentials,
    private readonly clock: Clock,
  ) {
    super();
  }

  onModuleInit(): void {
    this.runner.register(this);
  }

  async run({ clientId }: Extract<WorkItem, { kind: 'client' }>, caller: Caller): Promise<void> {
    const client = await this.clients.find(clientId, caller.signal);
    if (client === undefined) return;
    if (client.status === 'deleted') return this.remove(client, caller);
    const made = await this.provisioner.finish(clientId, caller);
    await eachForItself([
      () => this.undoAbandonedIssues(client, caller),
      () => this.openSessions(made, caller),
      () => this.blocked.tryDue(client, caller),
      async () => client.scopesPending && this.applyScopes(clientId, caller),
      () => this.changes.apply(clientId, caller, settle),
    ]);
    await this.rescheduleUnchanged(client, caller);
  }

  private async remove({ id }: Client, { signal }: Caller): Promise<void> {
    await this.pool.deleteUser(id, signal);
    await this.clients.purge(id, signal);
  }

  /** Of imported credentials, which work from then on. */
  private async openSessions(client: Client, caller: Caller): Promise<void> {
    const now = this.clock.now();
    const imported = credentialsOf(client).filter((one) => one.state === 'imported' && !hasEnded(one, now));
    for (const { id } of imported) await this.issuer.finish(client, id, caller, true);
  }

  /** Tells Cognito, then the item, unless the scopes have changed again meanwhile: then once more. */
  private async applyScopes(clientId: string, caller: Caller): Promise<void> {
    for (let done = false; !done;) {
      const client = await this.clients.find(clientId, caller.signal);
      if (client === undefined || client.status === 'deleted') return;
      const tenant = await this.tenants.find(client.tenantId, caller.signal);
      const scopes = tenant ? effectiveScopes(client, tenant) : [];
      await this.pool.updateAttributes({ clientId, tenantId: client.tenantId, scopes }, caller.signal);
      const change = scopesApplied(client);
      done = change === undefined || (await this.changes.commit(change, caller));
    }
  }

  /** Their secret was never told: the request that was issuing them is gone, and a repeat of it had its time. */
  private async undoAbandonedIssues(client: Client, caller: Caller): Promise<void> {
    const before = this.clock.now() - OWN_WORK;
    const abandoned = credentialsOf(client).filter(
      (one) => one.state === 'provisioning' && one.createdAt <= before,
    );
    for (const { id } of abandoned)
      await this.changes.apply(client.id, caller, (current, now) => undoIssue(current, id, now));
  }

  /** Nothing was due: a change guarded by state alone has left the due time behind. Where a step failed, the runner sets it. */
  private async rescheduleUnchanged({ id, version }: Client, caller: Caller): Promise<void> {
    const current = await this.clients.find(id, caller.signal);
    if (current?.version === version) await this.changes.commit(reschedule(current), caller);
  }
}

/** One that fails keeps none behind it from being tried. @throws the first error, in the end */
async function eachForItself(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}
