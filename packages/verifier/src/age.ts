import type { Millis } from './claims.js';

/** Was `then` longer ago than `limit`? After a clock was set back nobody can tell: it counts as if it was. */
export function isLongAgo(then: Millis, limit: Millis, now: Millis): boolean {
  const age = now - then;
  return age < 0 || age > limit;
}
