/** A request-rate quota of Cognito, by AWS's name, as this replica uses it. */
export interface QuotaUse {
  /** Calls in the busiest second of the last minute. */
  readonly used: number;
  /** Calls a second that this replica may make now: its share, less while Cognito says that there are too many. */
  readonly limit: number;
}

/** Calls go through; one is tried; none does. */
export type BreakerState = 'closed' | 'half_open' | 'open';

/** How hard this replica leans on Cognito, and whether Cognito bears it. */
export abstract class CognitoLoad {
  /** Every quota that the broker's calls are taken from, by AWS's name of its category. */
  abstract byQuota(): Readonly<Record<string, QuotaUse>>;

  /** Whether calls are let through to Cognito. */
  abstract breaker(): BreakerState;
}
