import { MINUTE, type Millis } from '../common/clock.js';

/** How far ahead an item may be put off. */
export const LONGEST_PUT_OFF: Millis = MINUTE;

/** An item of the table that something has to be done about; what, its own state says. */
export type WorkItem =
  | { readonly kind: 'client'; readonly clientId: string }
  | { readonly kind: 'session'; readonly clientId: string; readonly credentialId: string }
  | { readonly kind: 'tenant'; readonly tenantId: string }
  | { readonly kind: 'registration'; readonly registrationId: string }
  | { readonly kind: 'canary' }
  | { readonly kind: 'comparison' }
  | { readonly kind: 'address'; readonly email: string }
  | { readonly kind: 'sign-out'; readonly userId: string; readonly signOutId: string };

/** The right to be the one runner of the fleet until `until`. `fence` grows with every holder. */
export interface Lease {
  readonly holder: string;
  readonly fence: number;
  readonly until: Millis;
}

/** The lease has passed to another runner: stop. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** How much is pending: due, whether or not it failed and was put off. */
export interface Backlog {
  readonly count: number;
  /** Since when the first of it has been due; undefined: nothing is pending. */
  readonly oldestAt?: Millis;
}

/**
 * Pending work, found through an index of the items that carry a due time (it lags a little, so an item may turn up
 * that has just been done: every step is safe to repeat). Every method may throw {@link DependencyError}.
 */
export abstract class WorkQueue {
  /** Up to `limit` items to be tried at `now`, the longest due first. */
  abstract due(now: Millis, limit: number, signal: AbortSignal): Promise<WorkItem[]>;

  /** All that is pending at `now`, what was put off too, in no order; read as it is asked for. */
  abstract pending(now: Millis, signal: AbortSignal): AsyncIterable<WorkItem>;

  /** What is pending at `now`, counted up to `limit` items. */
  abstract backlog(now: Millis, limit: number, signal: AbortSignal): Promise<Backlog>;

  /**
   * Puts an item off to `until`, {@link LONGEST_PUT_OFF} ahead at most, after a step that failed: it is pending all the
   * same, since it was due at first. One that is no longer due at all stays so.
   * @throws LeaseLost when `lease` is no longer the newest
   */
  abstract putOff(item: WorkItem, until: Millis, lease: Lease, signal: AbortSignal): Promise<void>;

  /**
   * Takes or extends the runner's lease.
   * @returns undefined while another holder's lasts
   */
  abstract acquireLease(
    request: { readonly holder: string; readonly now: Millis; readonly until: Millis },
    signal: AbortSignal,
  ): Promise<Lease | undefined>;

  /** Gives the lease up early, at shutdown. */
  abstract releaseLease(lease: Lease, signal: AbortSignal): Promise<void>;
}
