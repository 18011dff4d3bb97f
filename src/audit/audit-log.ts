import type { Millis } from '../common/clock.js';
import type { Page, PageRequest } from '../common/page.js';
import type { AuditEntry } from './audit-entry.js';

export interface AuditQuery extends PageRequest {
  readonly tenantId: string;
  /** Only what concerns this client. */
  readonly clientId?: string;
  /** Both inclusive. */
  readonly from?: Millis;
  readonly to?: Millis;
}

/**
 * Reads the audit trail. Nothing writes it by itself: entries go into the transaction of the change they tell of,
 * with the store that makes the change.
 */
export abstract class AuditLog {
  /**
   * Newest first. By client it reads an index, which lags a little.
   * @throws BadCursor, DependencyError
   */
  abstract list(query: AuditQuery, signal: AbortSignal): Promise<Page<AuditEntry>>;
}
