import { LRUCache } from 'lru-cache';
import { Counter, Gauge } from 'prom-client';
import { DAY, type Millis, MINUTE } from '../common/clock.js';

/** Each session near its end is looked at more often than that. */
const REMEMBERED_FOR = 15 * MINUTE;
const SOON = 30 * DAY;
const seen = new LRUCache<string, true>({ max: 100_000, ttl: REMEMBERED_FOR });

new Gauge({
  name: 'broker_sessions_expiring',
  help: 'Sessions that Cognito forgets within 30 days and that could not be renewed, looked at by this replica in the last 15 minutes.',
  collect() {
    seen.purgeStale();
    this.set(seen.size);
  },
});

/** Tells of a session that was to be renewed, and how it stands afterwards. */
export function noteExpiry(
  { credentialId, refreshTokenExpiresAt, renewAt }: SessionTimes,
  now: Millis,
): void {
  if (renewAt <= now && refreshTokenExpiresAt - now < SOON) seen.set(credentialId, true);
  else seen.delete(credentialId);
}

interface SessionTimes {
  readonly credentialId: string;
  readonly refreshTokenExpiresAt: Millis;
  readonly renewAt: Millis;
}

export const canaryWorks = new Gauge({
  name: 'broker_canary_works',
  help: 'Whether the broker’s own machine user could refresh when this replica tried last: 1 yes, 0 no.',
});
canaryWorks.set(1);

export const credentialsBlocked = new Counter({
  name: 'broker_credentials_blocked_total',
  help: 'Credentials that this replica has blocked, since Cognito has ended their sign-in or their record is damaged.',
});
