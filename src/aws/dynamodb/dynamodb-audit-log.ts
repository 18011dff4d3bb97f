import { encodeTime } from 'ulidx';
import type { AuditEntry } from '../../audit/audit-entry.js';
import { AuditLog, type AuditQuery } from '../../audit/audit-log.js';
import type { Millis } from '../../common/clock.js';
import type { Page } from '../../common/page.js';
import type { AuditItem } from './audit-item.js';
import { between, equals } from './conditions.js';
import { auditTrail, clientAuditTrail } from './keys.js';
import { listPage, queryPage } from './listing.js';
import { fromStored } from './stored.js';
import type { Table } from './table.js';

/** The last time that a ULID can tell: 48 bits of milliseconds. */
const LAST_TIME: Millis = 2 ** 48 - 1;

export class DynamodbAuditLog extends AuditLog {
  constructor(private readonly table: Table) {
    super();
  }

  async list(query: AuditQuery, signal: AbortSignal): Promise<Page<AuditEntry>> {
    const page = await this.page(query, signal);
    return { ...page, items: page.items.map((item) => fromStored<AuditEntry>(item)) };
  }

  private async page(query: AuditQuery, signal: AbortSignal): Promise<Page<AuditItem>> {
    const { tenantId, clientId, from = 0, to = LAST_TIME } = query;
    if (from > to || from > LAST_TIME || to < 0) return { items: [] };
    const ids = [firstUlid(from), lastUlid(to)] as const;
    if (clientId !== undefined) {
      const trail = clientAuditTrail(tenantId, clientId);
      const where = [equals('GSI1PK', trail), between('GSI1SK', ...ids)];
      return listPage(this.table, { name: nameOf(trail, ids), where, descending: true }, query, signal);
    }
    const trail = auditTrail(tenantId);
    const where = [equals('PK', trail), between('SK', ...ids)];
    const list = { name: nameOf(trail, ids), where, descending: true };
    return queryPage(this.table, list, query, signal);
  }
}

function nameOf(trail: string, ids: readonly string[]): string {
  return [trail, ...ids].join(' ');
}

function firstUlid(at: Millis): string {
  return encodeTime(Math.max(at, 0), 10) + '0'.repeat(16);
}

function lastUlid(at: Millis): string {
  return encodeTime(Math.min(at, LAST_TIME), 10) + 'Z'.repeat(16);
}
