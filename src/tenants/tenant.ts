import type { EpochSeconds, Millis } from '../common/clock.js';

export type TenantStatus = 'active' | 'suspended' | 'deleting';

/** A partner organisation. */
export interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly status: TenantStatus;
  /** What its clients may ask for, at most. */
  readonly allowedScopes: readonly string[];
  readonly createdAt: Millis;
  /** Counts every change. */
  readonly version: number;
  /** Counts the changes that alter what a token says or whether it may be used. */
  readonly epoch: number;
  /** Tokens issued up to then are no longer answered; 0 when there never was a cut-off. */
  readonly notBefore: EpochSeconds;
}

/** A tenant that was just approved. */
export function newTenant(id: string, name: string, allowedScopes: readonly string[], at: Millis): Tenant {
  return { id, name, status: 'active', allowedScopes, createdAt: at, version: 1, epoch: 1, notBefore: 0 };
}
