import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock, type EpochSeconds, SECOND } from '../../common/clock.js';
import { DependencyUnavailable } from '../../common/errors/dependency-errors.js';
import { PeoplePool, type PersonAccess } from '../ports/people-pool.js';
import type { User } from '../users/user.js';
import type { PortalSession } from './portal-refresh-tokens.js';

/** Sees to it that nobody is handed an access token that the guard would refuse. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly pool: PeoplePool,
    private readonly clock: Clock,
  ) {}

  /**
   * The token, or a younger one of the same sign-in: for the moment that two clocks may differ by, a sign-out counts
   * tokens issued after it as well, and one is waited for that it does not.
   * @throws PersonSignInRefused, DependencyError
   */
  async good(
    access: PersonAccess,
    { notBefore = 0 }: Pick<User, 'notBefore'>,
    { email, refreshToken }: Pick<PortalSession, 'email' | 'refreshToken'>,
    signal: AbortSignal,
  ): Promise<PersonAccess> {
    let token = access;
    while (token.issuedAt <= notBefore) {
      await this.secondAfter(notBefore, signal);
      token = await this.pool.refresh(email, refreshToken, signal);
    }
    return token;
  }

  private async secondAfter(time: EpochSeconds, signal: AbortSignal): Promise<void> {
    const wait = (time + 1) * SECOND - this.clock.now();
    // Cognito's clock may be behind ours.
    await pause(Math.max(wait, SECOND / 4), undefined, { signal }).catch((cause: unknown) => {
      throw new DependencyUnavailable('pool', 'wait for a younger access token', { cause });
    });
  }
}
