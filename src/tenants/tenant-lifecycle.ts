import type { EpochSeconds, Millis } from '../common/clock.js';
import { Problem } from '../common/errors/problem.js';
import { PLATFORM_TENANT_ID } from '../common/ids.js';
import { isNarrower, isSameSet } from '../common/scopes.js';
import { type TenantChange, change } from './tenant-change.js';
import type { Tenant } from './tenant.js';

/** What an operator says of a tenant; the rest is the broker's. */
export type TenantDetails = Pick<Tenant, 'name' | 'allowedScopes'>;

/**
 * An operator's edit. Other scopes reach the clients by pending work; where there are fewer, tokens issued up to
 * `cutOff` are cut off.
 */
export function edit(
  tenant: Tenant,
  { name = tenant.name, allowedScopes = tenant.allowedScopes }: Partial<TenantDetails>,
  at: Millis,
  cutOff: EpochSeconds,
): TenantChange {
  assertNotDeleting(tenant);
  const details = { name, allowedScopes, updatedAt: at };
  if (isSameSet(allowedScopes, tenant.allowedScopes)) return change(tenant, details, 'tenant.updated');
  const fields = { ...details, scopesPendingSince: at, epoch: tenant.epoch + 1 };
  if (!isNarrower(allowedScopes, tenant.allowedScopes)) return change(tenant, fields, 'tenant.updated');
  const notBefore = later(tenant, cutOff);
  return change(tenant, { ...fields, notBefore }, 'tenant.updated', { cutOff: notBefore });
}

/**
 * Every client has been told of the scopes that were changed at `since`. Changed again, or told already: undefined.
 */
export function scopesApplied(tenant: Tenant, since: Millis): TenantChange | undefined {
  if (tenant.scopesPendingSince !== since) return undefined;
  return change(tenant, { scopesPendingSince: undefined }, 'tenant.scopes_applied');
}

/** No token for any of its clients, until it is resumed. Already suspended: undefined. */
export function suspend(tenant: Tenant, at: Millis, cutOff: EpochSeconds): TenantChange | undefined {
  if (tenant.id === PLATFORM_TENANT_ID) throw new Problem('platform_tenant');
  assertNotDeleting(tenant);
  if (tenant.status === 'suspended') return undefined;
  const notBefore = later(tenant, cutOff);
  const fields = { status: 'suspended', updatedAt: at, epoch: tenant.epoch + 1, notBefore } as const;
  return change(tenant, fields, 'tenant.suspended', { guard: 'state', cutOff: notBefore });
}

/** Back again, with tokens issued after the cut-off. Already active: undefined. */
export function resume(tenant: Tenant, at: Millis): TenantChange | undefined {
  assertNotDeleting(tenant);
  if (tenant.status === 'active') return undefined;
  const fields = { status: 'active', updatedAt: at, epoch: tenant.epoch + 1 } as const;
  return change(tenant, fields, 'tenant.resumed', { guard: 'state' });
}

/** The end of a suspended one, carried out by pending work. Under way already: undefined. */
export function beginDeletion(tenant: Tenant, at: Millis): TenantChange | undefined {
  if (tenant.id === PLATFORM_TENANT_ID) throw new Problem('platform_tenant');
  if (tenant.status === 'deleting') return undefined;
  if (tenant.status !== 'suspended') throw new Problem('tenant_not_suspended');
  const deletion = { since: at, done: 0, left: 1 };
  const fields = { status: 'deleting', updatedAt: at, deletion } as const;
  return change(tenant, fields, 'tenant.deletion_begun', { guard: 'state' });
}

/**
 * So many of its clients and people are left. What was there and is not any more is done, whoever saw to it. Nothing
 * new: undefined.
 */
export function deletionProgressed(tenant: Tenant, ofItsOwn: number): TenantChange | undefined {
  const { deletion } = tenant;
  const left = ofItsOwn + 1;
  if (deletion === undefined || deletion.left === left) return undefined;
  const done = Math.max(deletion.done, deletion.done + deletion.left - left);
  const after = { ...tenant, deletion: { ...deletion, done, left }, version: tenant.version + 1 };
  return { before: tenant, after, guard: 'version', facts: [] };
}

/** What is being deleted never comes back. */
function assertNotDeleting({ status }: Tenant): void {
  if (status === 'deleting') throw new Problem('tenant_deleting');
}

function later({ notBefore }: Tenant, cutOff: EpochSeconds): EpochSeconds {
  return Math.max(notBefore, cutOff);
}
