import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, DAY } from '../../common/clock.js';
import type { Caller } from '../../guard/caller.js';
import type { WorkItem } from '../../work/work-queue.js';
import { WorkHandler, WorkRunner } from '../../work/work-runner.js';
import { PeoplePool } from '../ports/people-pool.js';
import { PortalRefreshTokens } from './portal-refresh-tokens.js';
import { SignOutStore } from './sign-out-store.js';

/** How long the people's pool keeps a sign-in: for as long a refresh token that has ended may still be tried. */
const SIGN_IN_LIFE = DAY;

/** Tells Cognito of a sign-out. The broker itself refuses the sign-in before and after. */
@Injectable()
export class SignOutWork extends WorkHandler<'sign-out'> implements OnModuleInit {
  readonly kind = 'sign-out';

  constructor(
    private readonly runner: WorkRunner,
    private readonly signOuts: SignOutStore,
    private readonly refreshTokens: PortalRefreshTokens,
    private readonly pool: PeoplePool,
    private readonly clock: Clock,
  ) {
    super();
  }

  onModuleInit(): void {
    this.runner.register(this);
  }

  async run(
    { userId, signOutId }: Extract<WorkItem, { kind: 'sign-out' }>,
    { signal }: Caller,
  ): Promise<void> {
    const signOut = await this.signOuts.find(userId, signOutId, signal);
    if (signOut?.refreshToken === undefined) return;
    const { refreshToken } = await this.refreshTokens.open(signOut.refreshToken, signal);
    await this.pool.revoke(refreshToken, signal);
    await this.signOuts.settle(signOut, this.clock.now() + SIGN_IN_LIFE, signal);
  }
}
