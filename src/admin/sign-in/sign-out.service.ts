import { Injectable } from '@nestjs/common';
import { OWN_WORK } from '../../common/own-work.js';
import { Config } from '../../config/config.js';
import { issuedBefore } from '../../cut-offs/cut-off.js';
import type { Caller } from '../../guard/caller.js';
import { CannotUnseal } from '../../sealing/sealed.js';
import { WorkRunner } from '../../work/work-runner.js';
import { UserChanges } from '../users/user-changes.js';
import { SignedOutBefore } from '../users/user-store.js';
import type { User } from '../users/user.js';
import { PortalRefreshTokens, type PortalSession, signOutIdOf } from './portal-refresh-tokens.js';
import type { SignOut } from './sign-out-store.js';

/** Signs people out: their own say, at once; Cognito is told behind the answer. */
@Injectable()
export class SignOutService {
  constructor(
    private readonly changes: UserChanges,
    private readonly refreshTokens: PortalRefreshTokens,
    private readonly work: WorkRunner,
    private readonly config: Config,
  ) {}

  /**
   * Ends the sign-in of this refresh token, and every access token of the person issued up to now. What is no token of
   * ours has nothing to end.
   * @throws DependencyError: nothing has ended
   */
  async signOut(caller: Caller, refreshToken: string): Promise<void> {
    const session = await this.open(refreshToken, caller.signal);
    if (session === undefined) return;
    const signOut = { userId: session.sub, id: signOutIdOf(session), refreshToken };
    const user = await this.end(caller, signOut);
    if (user) this.work.soon({ kind: 'sign-out', userId: user.id, signOutId: signOut.id });
  }

  /** @returns undefined when there is nothing to end: it has ended before, or the user is gone */
  private async end(caller: Caller, signOut: SignOut): Promise<User | undefined> {
    try {
      return await this.changes.apply(caller, signOut.userId, ({ notBefore = 0 }, now) => ({
        edit: { notBefore: Math.max(notBefore, issuedBefore(now, this.config)) },
        actions: ['user.signed_out'],
        byThemselves: true,
        signOut: { ...signOut, dueAt: now + OWN_WORK },
      }));
    } catch (error) {
      if (error instanceof SignedOutBefore) return undefined;
      throw error;
    }
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
