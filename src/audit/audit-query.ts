import { type Caller, tenantToRead } from '../guard/caller.js';
import type { AuditQueryDto } from './audit.dto.js';
import type { AuditQuery } from './audit-log.js';

/**
 * What is read for whom: a tenant admin's own trail; for an operator the platform's, or the one asked for.
 * @throws Problem `not_found` for a trail that the caller may not reach
 */
export function auditQuery(caller: Caller, { from, to, ...query }: AuditQueryDto): AuditQuery {
  return { ...query, tenantId: tenantToRead(caller, query.tenantId), from: millis(from), to: millis(to) };
}

/** Nothing was audited before 1970, and the ids of entries cannot tell of earlier times. */
function millis(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Math.max(0, Date.parse(time));
}
