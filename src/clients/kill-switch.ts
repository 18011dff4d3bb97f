import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { DependencyMisconfigured } from '../common/errors/dependency-errors.js';
import { systemCaller } from '../guard/caller.js';
import { credentialsBlocked } from '../metrics/session-metrics.js';
import { CannotUnseal } from '../sealing/sealed.js';
import { CanaryTrial } from './canary/canary-trial.js';
import { ClientChanges, unlessGone } from './client-changes.js';
import { block } from './domain/credential-lifecycle.js';
import { isRenewed, type Session } from './domain/session.js';
import { SignInRefused } from './ports/machine-pool.js';
import { SessionEnded, SessionStore } from './ports/session-store.js';

/**
 * Cognito as a kill switch: a user who was disabled there, or a sign-in that was ended, is believed. But Cognito says the
 * same of an app client that is set up wrongly, and a wrong key may look like a damaged record: so a credential is blocked
 * only while the canary's own sign-in and record do work. A block is no end: it goes when a later trial works.
 */
@Injectable()
export class KillSwitch {
  private readonly logger = new Logger('KillSwitch');

  constructor(
    private readonly sessions: SessionStore,
    private readonly canary: CanaryTrial,
    private readonly changes: ClientChanges,
  ) {}

  /**
   * @param error what came of refreshing `session`
   * @returns when the session was renewed meanwhile: try again with what is stored now
   * @throws SessionEnded when Cognito is believed, and when it has ended meanwhile; DependencyMisconfigured when it is not,
   *   and for a record that does not open: its credential is refused from the next request on; `error`, when it tells
   *   nothing of the session
   */
  async judge(error: unknown, session: Session, signal: AbortSignal): Promise<void> {
    if (!(error instanceof SignInRefused || error instanceof CannotUnseal)) throw error;
    const current = await this.sessions.find(session.clientId, session.credentialId, signal);
    if (current?.state !== 'live') throw new SessionEnded();
    if (isRenewed(session, current)) return;
    if (error instanceof SignInRefused) return this.believe(error, session, signal);
    if (await this.canary.provesDamage(error, signal))
      await this.block(session, 'its session does not open', signal);
    throw new DependencyMisconfigured('key', 'unseal a session', { cause: error });
  }

  private async believe(refusal: SignInRefused, session: Session, signal: AbortSignal): Promise<never> {
    if (!(await this.canary.signInWorks()))
      throw new DependencyMisconfigured('pool', 'refresh', { cause: refusal });
    await this.block(session, 'Cognito refuses its session', signal);
    throw new SessionEnded();
  }

  private async block(
    { clientId, credentialId }: Session,
    reason: string,
    signal: AbortSignal,
  ): Promise<void> {
    const caller = systemCaller(`block-${randomUUID()}`, signal);
    await unlessGone(this.changes.apply(clientId, caller, (client, now) => block(client, credentialId, now)));
    credentialsBlocked.inc();
    const { requestId } = caller;
    this.logger.error({ message: 'a credential is blocked', reason, clientId, credentialId, requestId });
  }
}
