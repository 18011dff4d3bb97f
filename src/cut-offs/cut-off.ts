import { type EpochSeconds, type Millis, SECOND, toEpochSeconds } from '../common/clock.js';
import type { Config } from '../config/config.js';

/** The claim by which bearer tokens are cut off. */
export type CutOffClaim = 'origin_jti' | 'jti' | 'sub' | 'custom:tenant_id';

/**
 * The published fact that bearer tokens whose `claim` equals `value`, and where `iatUpTo` is given whose `iat` is
 * not after it, are no longer good although they have not expired.
 */
export interface CutOff {
  readonly claim: CutOffClaim;
  readonly value: string;
  readonly iatUpTo?: EpochSeconds;
  /** From then on every token it means has expired by itself. */
  readonly exp: EpochSeconds;
}

type Times = Pick<Config, 'bearerTokenLife' | 'maxClockSkew'>;

/** Which tokens a cut-off at `now` means by their `iat`: two clocks, whole seconds, so one within the skew counts too. */
export function issuedBefore(now: Millis, { maxClockSkew }: Pick<Times, 'maxClockSkew'>): EpochSeconds {
  return toEpochSeconds(now + maxClockSkew);
}

/** When every token that was issued up to `now` has expired by itself. */
export function allExpiredBy(now: Millis, { bearerTokenLife, maxClockSkew }: Times): EpochSeconds {
  return toEpochSeconds(now + bearerTokenLife + maxClockSkew + SECOND);
}
