import type { Millis } from '../../common/clock.js';
import type { SealedBearerToken, Session, TokenFamily } from '../domain/session.js';

/** The session has ended, or was never there: nothing may be had of it, nothing stored in it. */
export class SessionEnded extends Error {
  override readonly name = 'SessionEnded';
}

/**
 * Reads and refreshes sessions. They are opened and ended by {@link ClientStore.commit}, with the change that does it.
 * Every method may throw {@link DependencyError} and ends when `signal` aborts.
 */
export abstract class SessionStore {
  /** Strongly consistent; ended ones too, until Cognito was told. */
  abstract find(clientId: string, credentialId: string, signal: AbortSignal): Promise<Session | undefined>;

  /** Every session of a client, ended ones too. Strongly consistent. */
  abstract list(clientId: string, signal: AbortSignal): Promise<Session[]>;

  /**
   * Claims the right to refresh the session until `until`, so that replicas do not refresh together.
   * @returns false while another holder's claim lasts, and for a session that has changed since it was read: it may just
   *   have been refreshed
   * @throws SessionEnded
   */
  abstract claimRefresh(
    session: Pick<Session, 'clientId' | 'credentialId' | 'revision'>,
    claim: { readonly holder: string; readonly now: Millis; readonly until: Millis },
    signal: AbortSignal,
  ): Promise<boolean>;

  /**
   * Stores a fresh bearer token and takes its family to those alive, whoever else stores one at the same time; gives up
   * the claim.
   * @throws SessionEnded when the session has ended meanwhile: the token must not be answered
   */
  abstract storeBearer(
    session: Pick<Session, 'clientId' | 'credentialId'>,
    bearer: SealedBearerToken,
    family: TokenFamily,
    signal: AbortSignal,
  ): Promise<void>;

  /** Gives up a claim without a new token. */
  abstract releaseRefresh(
    session: Pick<Session, 'clientId' | 'credentialId'>,
    holder: string,
    signal: AbortSignal,
  ): Promise<void>;

  /**
   * Puts the refresh token of a new sign-in in the place of the session's, which is superseded; due at once, for Cognito
   * to be told.
   * @returns false when the session has ended, or was renewed by others, since it was read
   */
  abstract renew(
    session: Session,
    renewal: Pick<Session, 'sealedRefreshToken' | 'refreshTokenExpiresAt' | 'renewAt'>,
    now: Millis,
    signal: AbortSignal,
  ): Promise<boolean>;

  /**
   * Cognito knows all there is to know: the superseded refresh token, if any, is forgotten, and the session is next due at
   * `dueAt`. One that has ended, or was renewed by others, since it was read stays as it is. Safe to repeat.
   */
  abstract settle(session: Session, dueAt: Millis, signal: AbortSignal): Promise<void>;

  /** Forgets an ended session: Cognito was told. A live one stays. Safe to repeat. */
  abstract forget(clientId: string, credentialId: string, signal: AbortSignal): Promise<void>;
}
