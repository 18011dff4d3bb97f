import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { DependencyMisconfigured } from '../common/errors/dependency-errors.js';
import { Config } from '../config/config.js';
import type { Caller } from '../guard/caller.js';
import { Sealer } from '../sealing/sealer.js';
import type { Client } from './domain/client.js';
import { refreshTokenContext } from './domain/sealing-contexts.js';
import { lifeFrom, type Session } from './domain/session.js';
import { KillSwitch } from './kill-switch.js';
import { MachinePasswords } from './machine-passwords.js';
import { MachinePool, SignInRefused } from './ports/machine-pool.js';
import { SessionEnded, SessionStore } from './ports/session-store.js';

/**
 * Signs a machine user in anew before Cognito forgets its sign-in, so that a credential outlives the refresh token beneath
 * it. Only where the old one has just worked: a session that was ended in Cognito stays ended.
 */
@Injectable()
export class SessionRenewal {
  constructor(
    private readonly sessions: SessionStore,
    private readonly pool: MachinePool,
    private readonly passwords: MachinePasswords,
    private readonly sealer: Sealer,
    private readonly killSwitch: KillSwitch,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** Not due yet, or blocked: nothing is done. Safe to repeat. @throws DependencyError */
  async renew(session: Session, client: Client, { signal }: Caller): Promise<void> {
    const now = this.clock.now();
    if (now < session.renewAt || client.credentials[session.credentialId]?.blockedAt !== undefined) return;
    if (!(await this.stillWorks(session, client, signal))) return;
    const refreshToken = await this.signIn(client, signal);
    const context = refreshTokenContext(client, session.credentialId);
    const sealedRefreshToken = await this.sealer.seal(refreshToken, context, signal);
    const renewal = { sealedRefreshToken, ...lifeFrom(now, this.config.refreshTokenLife) };
    await this.sessions.renew(session, renewal, now, signal);
  }

  private async stillWorks(session: Session, client: Client, signal: AbortSignal): Promise<boolean> {
    try {
      const context = refreshTokenContext(client, session.credentialId);
      const refreshToken = await this.sealer.unseal(session.sealedRefreshToken, context, signal);
      await this.pool.refresh(client.id, refreshToken, signal);
      return true;
    } catch (error) {
      await this.killSwitch.judge(error, session, signal).catch(unlessEnded);
      return false;
    }
  }

  private async signIn(client: Client, signal: AbortSignal): Promise<string> {
    const password = await this.passwords.of(client, signal);
    try {
      return (await this.pool.signIn(client.id, password, signal)).refreshToken;
    } catch (cause) {
      if (!(cause instanceof SignInRefused)) throw cause;
      throw new DependencyMisconfigured('pool', 'renew a sign-in', { cause });
    }
  }
}

function unlessEnded(error: unknown): void {
  if (!(error instanceof SessionEnded)) throw error;
}
