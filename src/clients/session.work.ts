import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../guard/caller.js';
import { Sealer } from '../sealing/sealer.js';
import type { WorkItem } from '../work/work-queue.js';
import { WorkHandler, WorkRunner } from '../work/work-runner.js';
import { refreshTokenContext } from './domain/sealing-contexts.js';
import { ClientStore } from './ports/client-store.js';
import { MachinePool } from './ports/machine-pool.js';
import { SessionStore } from './ports/session-store.js';

/** Tells Cognito that a session has ended, and then forgets it. */
@Injectable()
export class SessionWork extends WorkHandler<'session'> implements OnModuleInit {
  readonly kind = 'session';

  constructor(
    private readonly runner: WorkRunner,
    private readonly sessions: SessionStore,
    private readonly clients: ClientStore,
    private readonly pool: MachinePool,
    private readonly sealer: Sealer,
  ) {
    super();
  }

  onModuleInit(): void {
    this.runner.register(this);
  }

  async run(
    { clientId, credentialId }: Extract<WorkItem, { kind: 'session' }>,
    { signal }: Caller,
  ): Promise<void> {
    const session = await this.sessions.find(clientId, credentialId, signal);
    if (session?.state !== 'ended') return;
    const client = await this.clients.find(clientId, signal);
    // Purged: its Cognito user is gone, and all sign-ins with it.
    if (client === undefined) return this.sessions.forget(clientId, credentialId, signal);
    const context = refreshTokenContext(client, credentialId);
    const refreshToken = await this.sealer.unseal(session.sealedRefreshToken, context, signal);
    await this.pool.revoke(refreshToken, signal);
    await this.sessions.forget(clientId, credentialId, signal);
  }
}
