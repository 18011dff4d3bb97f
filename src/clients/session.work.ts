import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import type { Caller } from '../guard/caller.js';
import { noteExpiry } from '../metrics/session-metrics.js';
import type { Sealed } from '../sealing/sealed.js';
import { Sealer } from '../sealing/sealer.js';
import type { WorkItem } from '../work/work-queue.js';
import { WorkHandler, WorkRunner } from '../work/work-runner.js';
import { CanaryTrial } from './canary/canary-trial.js';
import type { Client } from './domain/client.js';
import { refreshTokenContext } from './domain/sealing-contexts.js';
import { nextLook, type Session } from './domain/session.js';
import { ClientStore } from './ports/client-store.js';
import { MachinePool } from './ports/machine-pool.js';
import { SessionStore } from './ports/session-store.js';
import { SessionRenewal } from './session-renewal.js';

/** Brings what Cognito knows of a session to what its item says: ended, renewed, or due for its renewal. */
@Injectable()
export class SessionWork extends WorkHandler<'session'> implements OnModuleInit {
  readonly kind = 'session';
  private readonly logger = new Logger('Sessions');

  constructor(
    private readonly runner: WorkRunner,
    private readonly sessions: SessionStore,
    private readonly clients: ClientStore,
    private readonly renewal: SessionRenewal,
    private readonly canary: CanaryTrial,
    private readonly pool: MachinePool,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
  ) {
    super();
  }

  onModuleInit(): void {
    this.runner.register(this);
  }

  async run(
    { clientId, credentialId }: Extract<WorkItem, { kind: 'session' }>,
    caller: Caller,
  ): Promise<void> {
    const { signal } = caller;
    const session = await this.sessions.find(clientId, credentialId, signal);
    if (session === undefined) return;
    const client = await this.clients.find(clientId, signal);
    // Purged: its Cognito user is gone, and all sign-ins with it.
    if (client === undefined) return this.sessions.forget(clientId, credentialId, signal);
    if (session.state === 'ended') return this.end(session, client, signal);
    await this.renewal.renew(session, client, caller);
    const current = await this.sessions.find(clientId, credentialId, signal);
    if (current?.state !== 'live') return;
    noteExpiry(current, this.clock.now());
    await this.revoke(current.superseded, current, client, signal);
    await this.sessions.settle(current, nextLook(current, this.clock.now()), signal);
  }

  private async end(session: Session, client: Client, signal: AbortSignal): Promise<void> {
    await this.revoke(session.sealedRefreshToken, session, client, signal);
    await this.revoke(session.superseded, session, client, signal);
    await this.sessions.forget(session.clientId, session.credentialId, signal);
  }

  /** What does not open nobody can use or revoke any more: it is let go of, unless it is our key that opens nothing. */
  private async revoke(
    sealed: Sealed | undefined,
    { credentialId }: Session,
    client: Client,
    signal: AbortSignal,
  ): Promise<void> {
    if (sealed === undefined) return;
    try {
      const context = refreshTokenContext(client, credentialId);
      await this.pool.revoke(await this.sealer.unseal(sealed, context, signal), signal);
    } catch (error) {
      if (!(await this.canary.provesDamage(error, signal))) throw error;
      this.logger.warn({ message: 'a damaged session could not be revoked in Cognito', credentialId });
    }
  }
}
