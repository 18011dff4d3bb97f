import type { PoolUserPage } from '../../common/pool-user.js';

/** What Cognito knows of one API client: the attributes that its ID tokens carry. */
export interface MachineUser {
  readonly clientId: string;
  readonly tenantId: string;
  /** The effective scopes; written to `custom:scopes`, separated by single spaces. */
  readonly scopes: readonly string[];
}

/** What a sign-in yields. Both are secrets. */
export interface MachineSignIn {
  readonly refreshToken: string;
  /** A Cognito ID token, compact JWS. */
  readonly bearerToken: string;
}

/** Cognito refuses the password or the refresh token: revoked, expired, or its user is gone. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
}

/** The user is disabled in Cognito. */
export class UserDisabled extends SignInRefused {}

/** A user of that name is there, and it is not ours: another tenant's or another installation's. */
export class UserConflict extends Error {
  override readonly name = 'UserConflict';
}

/**
 * The pool of machine users: one Cognito user an API client, its username the client id.
 *
 * Every method may also throw {@link DependencyUnavailable}, {@link DependencyThrottled} or
 * {@link DependencyMisconfigured}; none retries what is not safe to repeat, and all end when `signal` aborts.
 */
export abstract class MachinePool {
  /**
   * Makes the user, or finds it made: a user of that name with our own attributes is success.
   * @returns the user's `sub`
   * @throws UserConflict when the name is taken by a user that is not ours
   */
  abstract createUser(user: MachineUser, signal: AbortSignal): Promise<{ readonly sub: string }>;

  /** Sets `password` for good (no change at the first sign-in). Safe to repeat. */
  abstract setPassword(clientId: string, password: string, signal: AbortSignal): Promise<void>;

  /** Brings the user's attributes to `user`. Tokens issued from then on carry them. Safe to repeat. */
  abstract updateAttributes(user: MachineUser, signal: AbortSignal): Promise<void>;

  /**
   * Opens a new sign-in; earlier ones stay as they are.
   * @throws SignInRefused, UserDisabled
   */
  abstract signIn(clientId: string, password: string, signal: AbortSignal): Promise<MachineSignIn>;

  /**
   * A fresh ID token of the sign-in behind `refreshToken`. Safe to repeat.
   * @throws SignInRefused when that sign-in has ended, UserDisabled
   */
  abstract refresh(clientId: string, refreshToken: string, signal: AbortSignal): Promise<string>;

  /** Ends the sign-in behind `refreshToken`. One that has ended already is done. */
  abstract revoke(refreshToken: string, signal: AbortSignal): Promise<void>;

  /** The users that this installation has made, page by page. @param after the `next` of the page before */
  abstract listUsers(after: string | undefined, signal: AbortSignal): Promise<PoolUserPage>;

  /** Whether there is a user of that name, whoever made it. */
  abstract hasUser(clientId: string, signal: AbortSignal): Promise<boolean>;

  /**
   * Deletes the user and with it all its sign-ins. A user that is gone already is done, and so is one that another
   * installation has made.
   */
  abstract deleteUser(clientId: string, signal: AbortSignal): Promise<void>;
}
