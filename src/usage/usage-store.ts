import type { Millis } from '../common/clock.js';
import type { Page, PageRequest } from '../common/page.js';
import type { Day, LastUse, LastUses, UsageCount } from './usage.js';

/** A credential that got a token. */
export interface CredentialUse extends LastUse {
  readonly clientId: string;
  readonly credentialId: string;
}

/** How many counts, and how many uses, a batch has at most: what one transaction takes. */
export const BATCH_SIZE = 33;

/** What is recorded together, once. */
export interface UsageBatch {
  /** Of its own: by it a batch that is recorded again is known. */
  readonly id: string;
  readonly madeAt: Millis;
  /** One of a client and a day. Up to {@link BATCH_SIZE}. */
  readonly counts: readonly UsageCount[];
  /** One of a credential. Up to {@link BATCH_SIZE}. */
  readonly uses: readonly CredentialUse[];
}

export interface UsageQuery extends PageRequest {
  readonly tenantId: string;
  /** Both inclusive. */
  readonly from?: Day;
  readonly to?: Day;
}

/**
 * Where it is kept how much clients use the broker, by day, and when their credentials were used last. Every method may
 * throw {@link DependencyError} and ends when `signal` aborts.
 */
export abstract class UsageStore {
  /**
   * Adds the counts to their days, and takes last uses forward, never back; all of it or nothing. A batch that was
   * recorded less than a day ago is done, so one whose outcome was lost may be recorded again. Uses of a client that is
   * gone are forgotten; its counts stay.
   */
  abstract record(batch: UsageBatch, signal: AbortSignal): Promise<void>;

  /** The newest day first. Strongly consistent. @throws BadCursor */
  abstract list(query: UsageQuery, signal: AbortSignal): Promise<Page<UsageCount>>;

  /** Of all credentials of a client, past ones too. Strongly consistent. */
  abstract lastUses(clientId: string, signal: AbortSignal): Promise<LastUses>;

  /**
   * When any credential of a client was used last, by client; one that never was is not in it. Strongly consistent.
   * @param clientIds up to 100, as many as a page has
   */
  abstract lastUsedAt(
    clientIds: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Millis>>;
}
