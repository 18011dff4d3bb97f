import { Problem } from '../common/errors/problem.js';
import { PLATFORM_TENANT_ID } from '../common/ids.js';
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

/**
 * Whose records are read: the tenant's that is asked for, else a tenant admin's own, else the platform's.
 * @throws Problem `not_found` for a tenant that the caller may not reach
 */
export function tenantToRead(caller: Caller, asked: string | undefined): string {
  const { principal } = caller;
  const own = principal.type === 'tenant_admin' ? principal.tenantId : PLATFORM_TENANT_ID;
  const tenantId = asked ?? own;
  if (!mayReach(caller, tenantId)) throw new Problem('not_found');
  return tenantId;
}

/** The broker itself, finishing pending work; `requestId` ties the audit entries of one step together. */
export function systemCaller(requestId: string, signal: AbortSignal): Caller {
  return { principal: { type: 'system' }, requestId, signal };
}
