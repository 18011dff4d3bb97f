import type { EpochSeconds, Millis } from '../common/clock.js';
import { OWN_WORK } from '../common/own-work.js';

/** `deleting` absorbs. */
export type TenantStatus = 'active' | 'suspended' | 'deleting';

/** A partner organisation. */
export interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly status: TenantStatus;
  /** What its clients may ask for, at most. */
  readonly allowedScopes: readonly string[];
  /** When they were changed, until every client has been told; else absent. */
  readonly scopesPendingSince?: Millis;
  readonly createdAt: Millis;
  readonly updatedAt: Millis;
  /** Counts every change. */
  readonly version: number;
  /** Counts the changes that alter what a token says or whether it may be used. */
  readonly epoch: number;
  /** Tokens issued up to then are no longer answered; 0 when there never was a cut-off. */
  readonly notBefore: EpochSeconds;
}

/** A tenant that was just approved. */
export function newTenant(id: string, name: string, allowedScopes: readonly string[], at: Millis): Tenant {
  const counters = { version: 1, epoch: 1, notBefore: 0 };
  return { id, name, status: 'active', allowedScopes, createdAt: at, updatedAt: at, ...counters };
}

/**
 * When the runner has to look at the tenant next, to tell every client of other scopes: once nobody is at work any more
 * who has read the old ones. The request that changes them has its time, and what began before it was done has its own.
 */
export function nextDue({ scopesPendingSince }: Tenant): Millis | undefined {
  return scopesPendingSince === undefined ? undefined : scopesPendingSince + 2 * OWN_WORK;
}
