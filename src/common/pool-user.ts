import type { Millis } from './clock.js';

/** A user that this installation has made in one of its pools. */
export interface PoolUser {
  readonly username: string;
  readonly sub: string;
  readonly createdAt: Millis;
}

/** Some users of a pool, in no order; other installations' are left out, so there may be none although more follow. */
export interface PoolUserPage {
  readonly users: readonly PoolUser[];
  /** Where the next page starts; absent on the last one. */
  readonly next?: string;
}
