import type { EpochSeconds, Millis } from '../common/clock.js';
import { OWN_WORK } from '../common/own-work.js';

/** `deleting` absorbs. */
export type TenantStatus = 'active' | 'suspended' | 'deleting';

/** How far the end of a tenant has come. */
export interface Deletion {
  /** When it was asked for. */
  readonly since: Millis;
  /** Clients and people that are gone. */
  readonly done: number;
  /** Those that are not, and the tenant itself, which is the last to go. */
  readonly left: number;
}

/** A partner organisation. */
export interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly status: TenantStatus;
  /** What its clients may ask for, at most. */
  readonly allowedScopes: readonly string[];
  /** When they were changed, until every client has been told; else absent. */
  readonly scopesPendingSince?: Millis;
  /** While it is being deleted. */
  readonly deletion?: Deletion;
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
 * When the runner has to look at the tenant next: for what is left of one that is being deleted, or to tell every client
 * of other scopes, once nobody is at work any more who has read the old ones.
 */
export function nextDue({ scopesPendingSince, deletion }: Tenant): Millis | undefined {
  if (deletion !== undefined) return deletion.since + OWN_WORK;
  return scopesPendingSince === undefined ? undefined : overtaken(scopesPendingSince);
}

/**
 * When nobody is at work any more who has read the tenant as it was before a change at `since`. The request that changes
 * it has its time, and what began before it was done has its own.
 */
export function overtaken(since: Millis): Millis {
  return since + 2 * OWN_WORK;
}
