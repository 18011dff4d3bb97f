import { HOUR, MINUTE, type Millis } from '../../common/clock.js';

/** A credential that still has its place in the client. Which of them work is computed from times, not written. */
export interface Credential {
  readonly id: string;
  /** SHA-256 of its secret part; of all of it, where it is foreign. */
  readonly hash: Uint8Array;
  /** The last four characters; empty where it is foreign. */
  readonly hint: string;
  readonly label: string;
  /** `imported`: its partner has it, and its session is yet to be opened. */
  readonly state: 'provisioning' | 'imported' | 'active';
  /** A secret of a former system, hashed whole; it names no client and proves one by `client_credentials` alone. */
  readonly foreign?: true;
  readonly createdAt: Millis;
  readonly expiresAt?: Millis;
  /** The end of its grace period, once a successor has taken over. */
  readonly retiresAt?: Millis;
  readonly successorId?: string;
  /** While it is being issued as a successor: what it takes over from, and how long that one still works. */
  readonly replaces?: { readonly credentialId: string; readonly grace: Millis };
  /** Refused since then: its session does not open or was ended in Cognito. Goes when a refresh works again. */
  readonly blockedAt?: Millis;
  /** While it is blocked: when its session was tried last. */
  readonly triedAt?: Millis;
}

/** One that has ended for good, kept for the record outside the client's hot item. */
export interface PastCredential extends Omit<
  Credential,
  'state' | 'hash' | 'foreign' | 'replaces' | 'triedAt'
> {
  readonly state: 'revoked' | 'expired' | 'failed';
  readonly endedAt: Millis;
}

export type CredentialStatus = 'provisioning' | 'active' | 'retiring' | 'expired' | 'revoked' | 'failed';

/** When it ends by itself; undefined: never. */
export function endOf({ expiresAt, retiresAt }: Credential): Millis | undefined {
  if (expiresAt === undefined) return retiresAt;
  return retiresAt === undefined ? expiresAt : Math.min(expiresAt, retiresAt);
}

/** When the session of a blocked one is tried next: seldomer as time goes by, at least once an hour. */
export function nextTrialOf({ blockedAt, triedAt }: Credential): Millis | undefined {
  if (blockedAt === undefined || triedAt === undefined) return undefined;
  return triedAt + Math.min(Math.max(triedAt - blockedAt, 5 * MINUTE), HOUR);
}

/** Whether its time has passed, recorded or not. */
export function hasEnded(credential: Credential, now: Millis): boolean {
  const end = endOf(credential);
  return end !== undefined && end <= now;
}

/** What it is at `now`, computed from its times. */
export function statusOf(credential: Credential | PastCredential, now: Millis): CredentialStatus {
  if (credential.state === 'imported') return hasEnded(credential, now) ? 'expired' : 'provisioning';
  if (credential.state !== 'active') return credential.state;
  if (hasEnded(credential, now)) return 'expired';
  if (credential.blockedAt !== undefined) return 'failed';
  return credential.retiresAt === undefined ? 'active' : 'retiring';
}

/** Whether a token may be had for it. */
export function works(credential: Credential, now: Millis): boolean {
  const status = statusOf(credential, now);
  return status === 'active' || status === 'retiring';
}

/** The record of one that ends now. */
export function toPast(
  credential: Credential,
  state: PastCredential['state'],
  endedAt: Millis,
): PastCredential {
  const { id, hint, label, createdAt, expiresAt, retiresAt, successorId, blockedAt } = credential;
  return { id, hint, label, createdAt, expiresAt, retiresAt, successorId, blockedAt, state, endedAt };
}
