import { DAY, type EpochSeconds, type Millis, MINUTE } from '../../common/clock.js';
import type { Sealed } from '../../sealing/sealed.js';

/**
 * The bearer tokens that descend from one Cognito sign-in: they share `origin_jti`. A pool whose tokens carry none
 * (an emulator's) makes each token a family of its own, by its `jti`.
 */
export interface TokenFamily {
  readonly claim: 'origin_jti' | 'jti';
  readonly value: string;
  /** When its youngest token expires. */
  readonly until: EpochSeconds;
}

/** The youngest bearer token of a session, sealed, and what may be known of it without opening it. */
export interface SealedBearerToken {
  readonly sealed: Sealed;
  readonly iat: EpochSeconds;
  readonly exp: EpochSeconds;
  /** As the client and its tenant were when it was fetched. */
  readonly clientEpoch: number;
  readonly tenantEpoch: number;
}

/** The Cognito sign-in behind one credential. It ends with the credential; the item goes once Cognito was told. */
export interface Session {
  readonly clientId: string;
  readonly credentialId: string;
  readonly state: 'live' | 'ended';
  readonly sealedRefreshToken: Sealed;
  /** When Cognito forgets the sign-in by itself. */
  readonly refreshTokenExpiresAt: Millis;
  /** From then on it is renewed, so that the credential outlives the sign-in. */
  readonly renewAt: Millis;
  /** The refresh token before its renewal, until Cognito was told that it is over. */
  readonly superseded?: Sealed;
  readonly bearer?: SealedBearerToken;
  readonly families: readonly TokenFamily[];
  /** Counts every change of what a revocation has to know. */
  readonly revision: number;
}

/** The end of a sign-in that was opened at `at`, and its renewal: with a quarter of its life left, thirty days at most. */
export function lifeFrom(at: Millis, life: Millis): Pick<Session, 'refreshTokenExpiresAt' | 'renewAt'> {
  const refreshTokenExpiresAt = at + life;
  return { refreshTokenExpiresAt, renewAt: refreshTokenExpiresAt - Math.min(life / 4, 30 * DAY) };
}

/** When the runner looks at a live session next. One that could not be renewed, since it is blocked, waits a little. */
export function nextLook({ renewAt }: Session, now: Millis): Millis {
  return renewAt > now ? renewAt : now + 5 * MINUTE;
}

/** Whether another refresh token has taken the place of the one that was read. */
export function isRenewed(read: Session, current: Session): boolean {
  return Buffer.compare(read.sealedRefreshToken, current.sealedRefreshToken) !== 0;
}

/** The families with `family` taken in, to its latest end, and those dropped that are over at `now`. */
export function withFamily(
  families: readonly TokenFamily[],
  family: TokenFamily,
  now: EpochSeconds,
): TokenFamily[] {
  const until = Math.max(family.until, families.find((one) => isSameFamily(one, family))?.until ?? 0);
  const others = families.filter((one) => one.until > now && !isSameFamily(one, family));
  return [...others, { ...family, until }];
}

/** Whether two tokens descend from the same sign-in. */
export function isSameFamily(
  a: Pick<TokenFamily, 'claim' | 'value'>,
  b: Pick<TokenFamily, 'claim' | 'value'>,
): boolean {
  return a.claim === b.claim && a.value === b.value;
}
