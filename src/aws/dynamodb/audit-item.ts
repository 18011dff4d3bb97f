import type { AuditEntry } from '../../audit/audit-entry.js';
import { type Millis, toEpochSeconds } from '../../common/clock.js';
import { auditTrail, clientAuditTrail } from './keys.js';
import type { Stored } from './stored.js';
import { type Write, put } from './writes.js';

export type AuditItem = Stored<AuditEntry>;

/** The writes that add `entries` to their trails, to be kept for `retention`. */
export function auditWrites(entries: readonly AuditEntry[], retention: Millis): Write[] {
  return entries.map((entry) => put(toAuditItem(entry, retention)));
}

function toAuditItem(entry: AuditEntry, retention: Millis): AuditItem {
  const { clientId, tenantId } = entry;
  return {
    ...entry,
    PK: auditTrail(tenantId),
    SK: entry.id,
    ...(clientId && { GSI1PK: clientAuditTrail(tenantId, clientId), GSI1SK: entry.id }),
    ttl: toEpochSeconds(entry.at + retention),
  };
}
