import type { EpochSeconds } from '../../common/clock.js';
import type { PoolUserPage } from '../../common/pool-user.js';

/** Cognito's names of what it may ask for before it signs a person in. */
export type ChallengeName = 'NEW_PASSWORD_REQUIRED' | 'SOFTWARE_TOKEN_MFA';

/** An access token of the people's pool. */
export interface PersonAccess {
  /** Compact JWS; a secret. */
  readonly accessToken: string;
  readonly issuedAt: EpochSeconds;
  /** Its life, seconds. */
  readonly expiresIn: number;
}

/** Signed in. All tokens are secrets. */
export interface PersonSignIn extends PersonAccess {
  readonly kind: 'signed-in';
  readonly sub: string;
  readonly refreshToken: string;
}

/** One more step is asked for. `session` carries it and is opaque. */
export interface Challenge {
  readonly kind: 'challenge';
  readonly challenge: ChallengeName;
  readonly session: string;
}

export type SignInStep = PersonSignIn | Challenge;

export type ChallengeAnswer =
  | { readonly challenge: 'NEW_PASSWORD_REQUIRED'; readonly session: string; readonly newPassword: string }
  | { readonly challenge: 'SOFTWARE_TOKEN_MFA'; readonly session: string; readonly code: string };

export interface PasswordReset {
  readonly email: string;
  /** As it was mailed. */
  readonly code: string;
  readonly newPassword: string;
}

export interface Invitation {
  /** Lower case: it is the username. */
  readonly email: string;
  readonly name: string;
  /** Marks the user as made by this invitation (`custom:invite`), so that a repeat finds its own. */
  readonly invitationId: string;
}

/** A user in the pool, whether or not they could be told so. */
export interface InvitedPerson {
  readonly sub: string;
  /** False: the mail could not be sent. */
  readonly mailed: boolean;
}

/** The mail could not be sent. */
export class MailFailed extends Error {
  override readonly name = 'MailFailed';
}

/** Wrong address, password, code or session, an unknown or disabled person, an ended sign-in: not told apart. */
export class PersonSignInRefused extends Error {
  override readonly name = 'PersonSignInRefused';
}

/** The new password does not meet the pool's policy. */
export class PasswordRejected extends Error {
  override readonly name = 'PasswordRejected';
}

/** Wrong code or address, a code whose time has passed, a password against the policy: not told apart. */
export class ResetRefused extends Error {
  override readonly name = 'ResetRefused';
}

/** The code is not what the authenticator app shows, or none was enrolled. */
export class CodeRefused extends Error {
  override readonly name = 'CodeRefused';
}

/** The address belongs to a user that this invitation did not make. */
export class EmailTaken extends Error {
  override readonly name = 'EmailTaken';
}

/**
 * The pool of people. Usernames are lower-case e-mail addresses.
 *
 * Every method may also throw {@link DependencyUnavailable}, {@link DependencyThrottled} or
 * {@link DependencyMisconfigured}, and ends when `signal` aborts.
 */
export abstract class PeoplePool {
  /**
   * Makes the user, for whom Cognito mails a temporary password; a user that this very invitation made is success.
   * @throws EmailTaken
   */
  abstract invite(invitation: Invitation, signal: AbortSignal): Promise<InvitedPerson>;

  /** Mails a temporary password once more, to one who has not signed in yet. @throws MailFailed */
  abstract inviteAgain(email: string, signal: AbortSignal): Promise<void>;

  /** @returns the `sub` of the user that this invitation made; undefined: there is none, or another's */
  abstract findInvited(
    invitation: Pick<Invitation, 'email' | 'invitationId'>,
    signal: AbortSignal,
  ): Promise<string | undefined>;

  /** The users that this installation has made, page by page. @param after the `next` of the page before */
  abstract listUsers(after: string | undefined, signal: AbortSignal): Promise<PoolUserPage>;

  /** Whether there is a user of that `sub`. */
  abstract hasUser(sub: string, signal: AbortSignal): Promise<boolean>;

  /**
   * Removes a user; gone already is success. By `sub`, which is never given again: a late repeat does not meet whoever has
   * got the address since.
   */
  abstract remove(sub: string, signal: AbortSignal): Promise<void>;

  /** @throws PersonSignInRefused */
  abstract signIn(email: string, password: string, signal: AbortSignal): Promise<SignInStep>;

  /** @throws PersonSignInRefused, PasswordRejected */
  abstract answerChallenge(email: string, answer: ChallengeAnswer, signal: AbortSignal): Promise<SignInStep>;

  /**
   * A fresh access token of the sign-in behind `refreshToken`.
   * @throws PersonSignInRefused
   */
  abstract refresh(email: string, refreshToken: string, signal: AbortSignal): Promise<PersonAccess>;

  /** Ends the sign-in behind `refreshToken`; ended already, and unknown, is success. */
  abstract revoke(refreshToken: string, signal: AbortSignal): Promise<void>;

  /** Has a code mailed to the person, where there is one who can get it; nothing tells whether. */
  abstract sendResetCode(email: string, signal: AbortSignal): Promise<void>;

  /** @throws ResetRefused */
  abstract resetPassword(reset: PasswordReset, signal: AbortSignal): Promise<void>;

  /**
   * Makes the secret of an authenticator app. It counts once {@link confirmTotp} has seen a code of it.
   * @returns base32; a secret
   * @throws PersonSignInRefused when the access token is no longer good
   */
  abstract beginTotp(accessToken: string, signal: AbortSignal): Promise<string>;

  /**
   * From now on the person signs in with a code of the app.
   * @throws CodeRefused, PersonSignInRefused
   */
  abstract confirmTotp(accessToken: string, code: string, signal: AbortSignal): Promise<void>;
}
