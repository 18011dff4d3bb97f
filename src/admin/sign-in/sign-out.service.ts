import { Injectable } from '@nestjs/common';
import { auditEntries } from '../../audit/audit-entry.js';
import { Clock } from '../../common/clock.js';
import { OWN_WORK } from '../../common/own-work.js';
import { Config } from '../../config/config.js';
import { issuedBefore } from '../../cut-offs/cut-off.js';
import type { Caller } from '../../guard/caller.js';
import { CannotUnseal } from '../../sealing/sealer.js';
import { WorkRunner } from '../../work/work-runner.js';
import { personOf } from '../users/person.js';
import { UserStore } from '../users/user-store.js';
import { PortalRefreshTokens, type PortalSession, signOutIdOf } from './portal-refresh-tokens.js';
import { SignOutStore } from './sign-out-store.js';

/** Signs people out: their own say, at once; Cognito is told behind the answer. */
@Injectable()
export class SignOutService {
  constructor(
    private readonly users: UserStore,
    private readonly signOuts: SignOutStore,
    private readonly refreshTokens: PortalRefreshTokens,
    private readonly work: WorkRunner,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * Ends the sign-in of this refresh token, and every access token of the person issued up to now. What is no token of
   * ours has nothing to end.
   * @throws DependencyError: nothing has ended
   */
  async signOut(caller: Caller, refreshToken: string): Promise<void> {
    const session = await this.open(refreshToken, caller.signal);
    const user = session && (await this.users.find(session.sub, caller.signal));
    if (!user) return;
    const signOut = { userId: user.id, id: signOutIdOf(session), refreshToken };
    const at = this.clock.now();
    const fact = { action: 'user.signed_out', target: { type: 'user', id: user.id } } as const;
    const actor = { ...caller, principal: personOf(user) };
    const audit = auditEntries([fact], { caller: actor, tenantId: user.tenantId, at });
    const notBefore = issuedBefore(at, this.config);
    await this.signOuts.begin({ ...signOut, notBefore }, at + OWN_WORK, audit, caller.signal);
    this.work.soon({ kind: 'sign-out', userId: user.id, signOutId: signOut.id });
  }

  private async open(refreshToken: string, signal: AbortSignal): Promise<PortalSession | undefined> {
    try {
      return await this.refreshTokens.open(refreshToken, signal);
    } catch (error) {
      if (error instanceof CannotUnseal) return undefined;
      throw error;
    }
  }
}
