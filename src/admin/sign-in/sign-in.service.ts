import { Injectable } from '@nestjs/common';
import { type Fact, auditEntries } from '../../audit/audit-entry.js';
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
import { AccessTokens } from './access-tokens.js';
import { FailedSignIns } from './failed-sign-ins.js';
import { PortalRefreshTokens, type PortalSession, signOutIdOf } from './portal-refresh-tokens.js';
import { SignOutStore } from './sign-out-store.js';

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
    private readonly signOuts: SignOutStore,
    private readonly refreshTokens: PortalRefreshTokens,
    private readonly accessTokens: AccessTokens,
    private readonly failures: FailedSignIns,
    private readonly clock: Clock,
  ) {}

  async login(caller: Caller, email: string, password: string): Promise<SignInAnswer> {
    const step = await this.pool.signIn(email, password, caller.signal).catch(this.refuse(caller, email));
    return this.answer(caller, email, step, { mfa: false });
  }

  /** @throws Problem `password_rejected` */
  async answerChallenge(caller: Caller, email: string, answer: ChallengeAnswer): Promise<SignInAnswer> {
    const answering = this.pool.answerChallenge(email, answer, caller.signal);
    const step = await answering.catch(this.refuse(caller, email));
    return this.answer(caller, email, step, { mfa: answer.challenge === 'SOFTWARE_TOKEN_MFA' });
  }

  /** @param token the portal's own refresh token */
  async refresh({ signal }: Caller, token: string): Promise<Access> {
    const session = await this.refreshTokens.open(token, signal).catch(tell);
    const access = await this.pool.refresh(session.email, session.refreshToken, signal).catch(tell);
    // Only now: a sign-out while Cognito was asked must not be outrun.
    const user = await this.holder(session, signal);
    const { accessToken, expiresIn } = await this.accessTokens
      .good(access, user, session, signal)
      .catch(tell);
    return { accessToken, expiresIn };
  }

  private async answer(
    caller: Caller,
    email: string,
    step: SignInStep,
    factors: Pick<User, 'mfa'>,
  ): Promise<SignInAnswer> {
    if (step.kind === 'challenge') return { challenge: step.challenge, session: step.session };
    return this.admit(caller, email, step, factors);
  }

  private async admit(
    caller: Caller,
    email: string,
    signedIn: PersonSignIn,
    factors: Pick<User, 'mfa'>,
  ): Promise<SignInAnswer> {
    const { sub, refreshToken } = signedIn;
    const session = { sub, email, refreshToken, signedInAt: this.clock.now() };
    const user = await this.user(sub, caller.signal);
    const access = await this.accessTokens.good(signedIn, user, session, caller.signal).catch(tell);
    const sealed = await this.refreshTokens.seal(session, caller.signal);
    await this.record(caller, user, factors);
    return { accessToken: access.accessToken, refreshToken: sealed, expiresIn: access.expiresIn };
  }

  /** Somebody may be in the pool who is not, or no longer, one of ours. */
  private async user(sub: string, signal: AbortSignal): Promise<User> {
    const user = await this.users.find(sub, signal);
    if (user === undefined) throw new Problem('sign_in_refused');
    return user;
  }

  /** The user behind a sign-in that has not been ended. */
  private async holder(session: PortalSession, signal: AbortSignal): Promise<User> {
    const [user, ended] = await Promise.all([
      this.user(session.sub, signal),
      this.signOuts.find(session.sub, signOutIdOf(session), signal),
    ]);
    if (ended || session.signedInAt < (user.signInsFrom ?? 0)) throw new Problem('sign_in_refused');
    return user;
  }

  private async record(caller: Caller, user: User, { mfa }: Pick<User, 'mfa'>): Promise<void> {
    const target = { type: 'user', id: user.id } as const;
    const facts: Fact[] = [{ action: 'user.signed_in', target }];
    if (user.status !== 'active') facts.unshift({ action: 'user.activated', target });
    const actor = { ...caller, principal: personOf(user) };
    const audit = auditEntries(facts, { caller: actor, tenantId: user.tenantId, at: this.clock.now() });
    const known = await this.users.edit(user.id, { status: 'active', mfa }, audit, caller.signal);
    if (!known) throw new Problem('sign_in_refused');
  }

  private refuse(caller: Caller, email: string): (error: unknown) => never {
    return (error) => {
      if (error instanceof PersonSignInRefused) this.failures.audit(caller, email);
      return tell(error);
    };
  }
}

function tell(error: unknown): never {
  if (error instanceof PersonSignInRefused || error instanceof CannotUnseal)
    throw new Problem('sign_in_refused');
  if (error instanceof PasswordRejected) throw new Problem('password_rejected');
  throw error;
}
