/** A request-rate quota of Cognito, by AWS's name, as this replica uses it. */
export interface QuotaUse {
  /** Calls in the busiest second of the last minute. */
  readonly used: number;
  /** Calls a second that AWS allows an account and region, unless it was asked for more. */
  readonly limit: number;
}

/** How hard this replica leans on Cognito. */
export abstract class CognitoLoad {
  /** Every quota that the broker's calls are taken from, by AWS's name of its category. */
  abstract byQuota(): Readonly<Record<string, QuotaUse>>;
}
