import { Problem } from '../common/errors/problem.js';
import { PLATFORM_TENANT_ID } from '../common/ids.js';
import { type Caller, mayReach } from '../guard/caller.js';
import type { AuditQueryDto } from './audit.dto.js';
import type { AuditQuery } from './audit-log.js';

/**
 * What is read for whom: a tenant admin's own trail; for an operator the platform's, or the one asked for.
 * @throws Problem `not_found` for a trail that the caller may not reach
 */
export function auditQuery(caller: Caller, { from, to, ...query }: AuditQueryDto): AuditQuery {
  const tenantId = query.tenantId ?? ownTrail(caller);
  if (!mayReach(caller, tenantId)) throw new Problem('not_found');
  return { ...query, tenantId, from: millis(from), to: millis(to) };
}

function ownTrail({ principal }: Caller): string {
  return principal.type === 'tenant_admin' ? principal.tenantId : PLATFORM_TENANT_ID;
}

/** Nothing was audited before 1970, and the ids of entries cannot tell of earlier times. */
function millis(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Math.max(0, Date.parse(time));
}
