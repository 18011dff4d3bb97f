/** What the broker stands on: the DynamoDB table, the Cognito user pools, the key that seals. */
export type Dependency = 'table' | 'pool' | 'key';

interface DependencyErrorOptions extends ErrorOptions {
  /** Seconds after which it is worth another try, where that is known. */
  readonly retryAfter?: number;
}

/**
 * A dependency did not do its part. The caller is told 503 and Retry-After, never that its credential is bad
 * (a partner would throw it away). The message names the operation, never input, and is for the log alone.
 */
export abstract class DependencyError extends Error {
  readonly retryAfter: number | undefined;

  constructor(
    readonly dependency: Dependency,
    readonly operation: string,
    options: DependencyErrorOptions = {},
  ) {
    super(`${dependency}: ${operation}`, options);
    this.retryAfter = options.retryAfter;
    this.name = new.target.name;
  }
}

/** Slow, reset, 5xx or closed: the same call may work in a moment. */
export class DependencyUnavailable extends DependencyError {}

/** The dependency asks us to slow down. */
export class DependencyThrottled extends DependencyUnavailable {}

/** Access denied, a wrong client secret, a pool, table or key that is gone: a person has to mend it; alarms. */
export class DependencyMisconfigured extends DependencyError {}
