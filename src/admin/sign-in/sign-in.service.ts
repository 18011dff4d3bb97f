import { Injectable } from '@nestjs/common';
import { auditEntries } from '../../audit/audit-entry.js';
import { Clock } from '../../common/clock.js';
import { Problem } from '../../common/errors/problem.js';
import type { Caller } from '../../guard/caller.js';
import { CannotUnseal } from '../../sealing/sealer.js';
import {
  type Challenge,
  type ChallengeAnswer,
  PasswordRejected,
  PeoplePool,
  type PersonSignIn,
  PersonSignInRefused,
  type SignInStep,
} from '../ports/people-pool.js';
import { personOf } from '../users/person.js';
import type { User } from '../users/user.js';
import { UserStore } from '../users/user-store.js';
import { PortalRefreshTokens } from './portal-refresh-tokens.js';

/** A fresh access token of the people's pool. `expiresIn` in seconds. */
export interface Access {
  readonly accessToken: string;
  readonly expiresIn: number;
}

/** Signed in, or asked for one more step. All tokens are secrets. */
export type SignInAnswer = (Access & { readonly refreshToken: string }) | Omit<Challenge, 'kind'>;

/** Signs people in to the portal. Every refusal is the same Problem `sign_in_refused`: causes are not told apart. */
@Injectable()
export class SignInService {
  constructor(
    private readonly pool: PeoplePool,
    private readonly users: UserStore,
    private readonly refreshTokens: PortalRefreshTokens,
    private readonly clock: Clock,
  ) {}

  async login(caller: Caller, email: string, password: string): Promise<SignInAnswer> {
    const step = await this.pool.signIn(email, password, caller.signal).catch(tell);
    return this.answer(caller, email, step);
  }

  /** @throws Problem `password_rejected` */
  async answerChallenge(caller: Caller, email: string, answer: ChallengeAnswer): Promise<SignInAnswer> {
    const step = await this.pool.answerChallenge(email, answer, caller.signal).catch(tell);
    return this.answer(caller, email, step);
  }

  /** @param token the portal's own refresh token */
  async refresh({ signal }: Caller, token: string): Promise<Access> {
    const { sub, email, refreshToken } = await this.refreshTokens.open(token, signal).catch(tell);
    await this.user(sub, signal);
    return this.pool.refresh(email, refreshToken, signal).catch(tell);
  }

  private async answer(caller: Caller, email: string, step: SignInStep): Promise<SignInAnswer> {
    if (step.kind === 'challenge') return { challenge: step.challenge, session: step.session };
    return this.admit(caller, email, step);
  }

  private async admit(caller: Caller, email: string, signedIn: PersonSignIn): Promise<SignInAnswer> {
    const { sub, accessToken, refreshToken, expiresIn } = signedIn;
    const user = await this.user(sub, caller.signal);
    if (user.status !== 'active') await this.activate(caller, user);
    const sealed = await this.refreshTokens.seal({ sub, email, refreshToken }, caller.signal);
    return { accessToken, refreshToken: sealed, expiresIn };
  }

  /** Somebody may be in the pool who is not, or no longer, one of ours. */
  private async user(sub: string, signal: AbortSignal): Promise<User> {
    const user = await this.users.find(sub, signal);
    if (user === undefined) throw new Problem('sign_in_refused');
    return user;
  }

  private async activate(caller: Caller, user: User): Promise<void> {
    const fact = { action: 'user.activated', target: { type: 'user', id: user.id } } as const;
    const actor = { ...caller, principal: personOf(user) };
    const audit = auditEntries([fact], { caller: actor, tenantId: user.tenantId, at: this.clock.now() });
    await this.users.activate(user.id, audit, caller.signal);
  }
}

function tell(error: unknown): never {
  if (error instanceof PersonSignInRefused || error instanceof CannotUnseal)
    throw new Problem('sign_in_refused');
  if (error instanceof PasswordRejected) throw new Problem('password_rejected');
  throw error;
}
