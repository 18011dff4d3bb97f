import type { Millis } from '../common/clock.js';
import { PLATFORM_TENANT_ID, ulid } from '../common/ids.js';
import type { Caller } from '../guard/caller.js';
import type { Principal } from '../guard/principal.js';

/** Everything that is ever audited; a closed list, documented in docs/audit.md. */
export const AUDIT_ACTIONS = [
  'registration.approved',
  'registration.rejected',
  'tenant.created',
  'tenant.updated',
  'tenant.scopes_applied',
  'tenant.suspended',
  'tenant.resumed',
  'tenant.deletion_begun',
  'tenant.deleted',
  'user.invited',
  'user.invitation_failed',
  'user.invitation_resent',
  'user.removed',
  'user.activated',
  'user.signed_in',
  'user.sign_in_failed',
  'user.signed_out',
  'user.password_reset',
  'user.mfa_enabled',
  'client.created',
  'client.imported',
  'client.activated',
  'client.updated',
  'client.scopes_changed',
  'client.scopes_applied',
  'client.disabled',
  'client.enabled',
  'client.deleted',
  'client.creation_failed',
  'credential.requested',
  'credential.imported',
  'credential.issued',
  'credential.issue_failed',
  'credential.rotated',
  'credential.revoked',
  'credential.blocked',
  'credential.unblocked',
  'credential.retired',
  'credential.expired',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export type AuditTargetType = 'registration' | 'tenant' | 'user' | 'client' | 'credential';

/** What happened to what: the part of an audit entry that the domain knows. */
export interface Fact {
  readonly action: AuditAction;
  readonly target: { readonly type: AuditTargetType; readonly id: string };
  /** The client it concerns, where it concerns one: entries can be listed by it. */
  readonly clientId?: string;
}

export interface Actor {
  readonly type: Principal['type'];
  readonly id?: string;
  readonly email?: string;
}

/** One line of the audit trail: written in the transaction of the change it tells of, never changed. No secrets. */
export interface AuditEntry extends Fact {
  /** A ULID: sorts by time. */
  readonly id: string;
  readonly at: Millis;
  /** Whose trail it stands in. */
  readonly tenantId: string;
  readonly actor: Actor;
  readonly outcome: 'success' | 'failure';
  readonly ip?: string;
  readonly requestId: string;
}

/** The entries that tell of `facts`, in order. */
export function auditEntries(
  facts: readonly Fact[],
  { caller, tenantId = PLATFORM_TENANT_ID, at }: { caller: Caller; tenantId?: string; at: Millis },
): AuditEntry[] {
  return facts.map((fact) => ({
    ...fact,
    id: ulid(at),
    at,
    tenantId,
    actor: toActor(caller.principal),
    outcome: fact.action.endsWith('_failed') ? 'failure' : 'success',
    ip: caller.ip,
    requestId: caller.requestId,
  }));
}

function toActor(principal: Principal): Actor {
  if (principal.type === 'anonymous' || principal.type === 'system') return { type: principal.type };
  if (principal.type === 'client') return { type: 'client', id: principal.clientId };
  return { type: principal.type, id: principal.userId, email: principal.email };
}
