import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import type { Caller } from '../guard/caller.js';
import { CannotUnseal } from '../sealing/sealed.js';
import { Sealer } from '../sealing/sealer.js';
import { ClientChanges } from './client-changes.js';
import { type Client, credentialsOf } from './domain/client.js';
import { nextTrialOf } from './domain/credential.js';
import { stillBlocked, unblock } from './domain/credential-lifecycle.js';
import { refreshTokenContext } from './domain/sealing-contexts.js';
import { MachinePool, SignInRefused } from './ports/machine-pool.js';
import { SessionStore } from './ports/session-store.js';

/** Tries the sessions of blocked credentials from time to time: who was enabled in Cognito again gets tokens again. */
@Injectable()
export class BlockedCredentials {
  constructor(
    private readonly sessions: SessionStore,
    private readonly pool: MachinePool,
    private readonly sealer: Sealer,
    private readonly changes: ClientChanges,
    private readonly clock: Clock,
  ) {}

  /** Tries those of a client that are due. Safe to repeat. @throws DependencyError */
  async tryDue(client: Client, caller: Caller): Promise<void> {
    const now = this.clock.now();
    const due = credentialsOf(client).filter((one) => (nextTrialOf(one) ?? Infinity) <= now);
    for (const { id } of due) {
      const decide = (await this.sessionWorks(client, id, caller.signal)) ? unblock : stillBlocked;
      await this.changes.apply(client.id, caller, (current, at) => decide(current, id, at));
    }
  }

  private async sessionWorks(client: Client, credentialId: string, signal: AbortSignal): Promise<boolean> {
    const session = await this.sessions.find(client.id, credentialId, signal);
    if (session?.state !== 'live') return false;
    try {
      const context = refreshTokenContext(client, credentialId);
      const refreshToken = await this.sealer.unseal(session.sealedRefreshToken, context, signal);
      await this.pool.refresh(client.id, refreshToken, signal);
      return true;
    } catch (error) {
      if (error instanceof SignInRefused || error instanceof CannotUnseal) return false;
      throw error;
    }
  }
}
