import type { Principal } from './principal.js';

/** Who asks for something, from where, and until when the answer is wanted. */
export interface Caller {
  readonly principal: Principal;
  readonly requestId: string;
  /** The caller's address; absent where the broker itself acts. */
  readonly ip?: string;
  /** Aborts at the request's deadline. */
  readonly signal: AbortSignal;
}

/** Operators reach every tenant, tenant admins their own. */
export function mayReach({ principal }: Caller, tenantId: string): boolean {
  if (principal.type === 'operator' || principal.type === 'system') return true;
  return principal.type === 'tenant_admin' && principal.tenantId === tenantId;
}

/** The broker itself, finishing pending work; `requestId` ties the audit entries of one step together. */
export function systemCaller(requestId: string, signal: AbortSignal): Caller {
  return { principal: { type: 'system' }, requestId, signal };
}
