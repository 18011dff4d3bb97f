import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../guard/caller.js';
import type { WorkItem } from '../../work/work-queue.js';
import { WorkHandler, WorkRunner } from '../../work/work-runner.js';
import { PeoplePool } from '../ports/people-pool.js';
import { PortalRefreshTokens } from './portal-refresh-tokens.js';
import { SignOutStore } from './sign-out-store.js';

/** Tells Cognito of a sign-out; until then the broker itself refuses the sign-in. */
@Injectable()
export class SignOutWork extends WorkHandler<'sign-out'> implements OnModuleInit {
  readonly kind = 'sign-out';

  constructor(
    private readonly runner: WorkRunner,
    private readonly signOuts: SignOutStore,
    private readonly refreshTokens: PortalRefreshTokens,
    private readonly pool: PeoplePool,
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
    if (signOut === undefined) return;
    const { refreshToken } = await this.refreshTokens.open(signOut.refreshToken, signal);
    await this.pool.revoke(refreshToken, signal);
    await this.signOuts.forget(userId, signOutId, signal);
  }
}
