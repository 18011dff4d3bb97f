import type { EpochSeconds } from '../../common/clock.js';

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
