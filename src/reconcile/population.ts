import type { PoolUser, PoolUserPage } from '../common/pool-user.js';

export type PoolName = 'machines' | 'people';

/** One pool, with the items that stand for its users: what the two know of each other. */
export interface Population {
  readonly pool: PoolName;
  /** What its items and its users have in common. */
  key(user: PoolUser): string;
  users(after: string | undefined, signal: AbortSignal): Promise<PoolUserPage>;
  /** Whether the table knows the user: strongly consistent. */
  isKnown(user: PoolUser, signal: AbortSignal): Promise<boolean>;
  /** The keys of the items that must have a user; reads indexes, which lag a little. */
  expected(signal: AbortSignal): AsyncIterable<string>;
  hasUser(key: string, signal: AbortSignal): Promise<boolean>;
  /** Deletes the user, with all its sign-ins. One that is gone is done. */
  remove(user: PoolUser, signal: AbortSignal): Promise<void>;
}
