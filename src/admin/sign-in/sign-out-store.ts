import type { Millis } from '../../common/clock.js';

/** A sign-in that its holder has ended. It begins with an edit of the user, see `UserRecord`. */
export interface SignOut {
  readonly userId: string;
  /** See `signOutIdOf`. */
  readonly id: string;
  /** The portal's refresh token as it was handed out: sealed; absent: Cognito was told. */
  readonly refreshToken?: string;
}

/** Sign-ins that have ended. Every method may throw {@link DependencyError}. */
export abstract class SignOutStore {
  /** Strongly consistent. @returns undefined for a sign-in that has not ended, or so long ago that it is forgotten */
  abstract find(userId: string, id: string, signal: AbortSignal): Promise<SignOut | undefined>;

  /** Cognito has been told: its refresh token goes, and at `forgetAt` the rest. */
  abstract settle(
    { userId, id }: Pick<SignOut, 'userId' | 'id'>,
    forgetAt: Millis,
    signal: AbortSignal,
  ): Promise<void>;
}
