import type { Fact } from '../audit/audit-entry.js';
import type { ChangeGuard } from '../common/change-guard.js';
import type { EpochSeconds } from '../common/clock.js';
import type { Tenant } from './tenant.js';

/** A step from one state of a tenant to the next, decided but not yet stored. */
export interface TenantChange {
  readonly before: Tenant;
  /** Its `version` is one more than before. */
  readonly after: Tenant;
  readonly guard: ChangeGuard;
  readonly facts: readonly Fact[];
  /** Every bearer token of the tenant issued up to then is cut off. */
  readonly cutOff?: EpochSeconds;
}

/** A change of `before`, of which `action` tells; guarded by version unless said otherwise. */
export function change(
  before: Tenant,
  fields: Partial<Tenant>,
  action: Fact['action'],
  { guard = 'version', cutOff }: Partial<Pick<TenantChange, 'guard' | 'cutOff'>> = {},
): TenantChange {
  const facts = [{ action, target: { type: 'tenant', id: before.id } }] as const;
  return { before, after: { ...before, ...fields, version: before.version + 1 }, guard, facts, cutOff };
}
