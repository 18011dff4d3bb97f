import { Injectable } from '@nestjs/common';
import { Problem } from '../../common/errors/problem.js';
import type { Caller } from '../../guard/caller.js';
import { CannotUnseal } from '../../sealing/sealed.js';
import { AttemptLimits } from '../attempt-limits.js';
import {
  type Challenge,
  type ChallengeAnswer,
  PasswordRejected,
  PeoplePool,
  type PersonAccess,
  type PersonSignIn,
  PersonSignInRefused,
  type SignInStep,
} from '../ports/people-pool.js';
import { UserChanges } from '../users/user-changes.js';
import type { User } from '../users/user.js';
import { UserStore } from '../users/user-store.js';
import { goodAccess } from './access-tokens.js';
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
    private readonly limits: AttemptLimits,
    private readonly pool: PeoplePool,
    private readonly users: UserStore,
    private readonly changes: UserChanges,
    private readonly signOuts: SignOutStore,
    private readonly refreshTokens: PortalRefreshTokens,
    private readonly failures: FailedSignIns,
  ) {}

  /** @throws Problem `too_many_requests` */
  async login(caller: Caller, email: string, password: string): Promise<SignInAnswer> {
    await this.limits.signIn(caller, email);
    const { signal } = caller;
    const signIn = () => this.pool.signIn(email, password, signal).catch(this.refuse(caller, email));
    const step = await signIn();
    if (step.kind === 'challenge') return asking(step);
    // By the password once more: it may just have been replaced by its owner.
    const again = async () => assertSignedIn(await signIn());
    const signedIn = await goodAccess(step, { again, holder: () => this.user(step.sub, signal) }, signal);
    return this.admit(caller, sessionOf(email, signedIn), signedIn, { mfa: false });
  }

  /** @throws Problem `password_rejected`, `too_many_requests` */
  async answerChallenge(caller: Caller, email: string, answer: ChallengeAnswer): Promise<SignInAnswer> {
    await this.limits.signIn(caller, email);
    const { signal } = caller;
    const answering = this.pool.answerChallenge(email, answer, signal);
    const step = await answering.catch(this.refuse(caller, email));
    if (step.kind === 'challenge') return asking(step);
    const again = () => this.pool.refresh(email, step.refreshToken, signal).catch(tell);
    const source = { again, holder: () => this.user(step.sub, signal) };
    const access = await goodAccess<PersonAccess>(step, source, signal);
    const mfa = answer.challenge === 'SOFTWARE_TOKEN_MFA';
    return this.admit(caller, sessionOf(email, step), access, { mfa });
  }

  /** @param token the portal's own refresh token */
  async refresh({ signal }: Caller, token: string): Promise<Access> {
    const session = await this.refreshTokens.open(token, signal).catch(tell);
    const again = () => this.pool.refresh(session.email, session.refreshToken, signal).catch(tell);
    const source = { again, holder: () => this.holder(session, signal) };
    const { accessToken, expiresIn } = await goodAccess(await again(), source, signal);
    return { accessToken, expiresIn };
  }

  private async admit(
    caller: Caller,
    session: PortalSession,
    { accessToken, expiresIn }: PersonAccess,
    factors: Pick<User, 'mfa'>,
  ): Promise<SignInAnswer> {
    const refreshToken = await this.refreshTokens.seal(session, caller.signal);
    const user = await this.changes.apply(caller, session.sub, ({ status }) => ({
      edit: { status: 'active', ...factors },
      actions: status === 'active' ? ['user.signed_in'] : ['user.activated', 'user.signed_in'],
      byThemselves: true,
    }));
    if (user === undefined) throw new Problem('sign_in_refused');
    return { accessToken, refreshToken, expiresIn };
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
    if (ended || session.signedInAt <= (user.signInsFrom ?? 0)) throw new Problem('sign_in_refused');
    return user;
  }

  private refuse(caller: Caller, email: string): (error: unknown) => never {
    return (error) => {
      if (error instanceof PersonSignInRefused) this.failures.audit(caller, email);
      return tell(error);
    };
  }
}

function asking({ challenge, session }: Challenge): SignInAnswer {
  return { challenge, session };
}

/** A second factor may have been switched on since the first try. */
function assertSignedIn(step: SignInStep): PersonSignIn {
  if (step.kind === 'challenge') throw new Problem('sign_in_refused');
  return step;
}

function sessionOf(email: string, { sub, refreshToken, issuedAt }: PersonSignIn): PortalSession {
  return { sub, email, refreshToken, signedInAt: issuedAt };
}

function tell(error: unknown): never {
  if (error instanceof PersonSignInRefused || error instanceof CannotUnseal)
    throw new Problem('sign_in_refused');
  if (error instanceof PasswordRejected) throw new Problem('password_rejected');
  throw error;
}
