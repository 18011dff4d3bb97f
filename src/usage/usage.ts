import type { Millis } from '../common/clock.js';

/** A day of UTC, `YYYY-MM-DD`. */
export type Day = string;

/** What a client did in one day, or in a part of it. */
export interface UsageCount {
  readonly tenantId: string;
  readonly clientId: string;
  readonly day: Day;
  readonly tokensServed: number;
  /** Sign-ins and refreshes that the broker asked Cognito for, whatever came of them. */
  readonly cognitoCalls: number;
  /** Token requests with a credential that did not hold. */
  readonly refused: number;
}

/** When, and from which address, a credential got a token last. */
export interface LastUse {
  readonly at: Millis;
  readonly from?: string;
}

/** By credential; one that was never used is not in it. */
export type LastUses = ReadonlyMap<string, LastUse>;

const LAST_DAY: Millis = Date.UTC(9999, 11, 31);

/** The day that `at` lies in; none before 1970 or after 9999. */
export function dayOf(at: Millis): Day {
  return new Date(Math.min(Math.max(at, 0), LAST_DAY)).toISOString().slice(0, 10);
}

/** How many calls of Cognito it would have taken more, had each token been asked for there. */
export function callsSaved({ tokensServed, cognitoCalls }: UsageCount): number {
  return Math.max(0, tokensServed - cognitoCalls);
}
