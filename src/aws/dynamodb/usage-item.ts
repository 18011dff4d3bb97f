import { DAY, type Millis, toEpochSeconds } from '../../common/clock.js';
import type { CredentialUse, UsageBatch } from '../../usage/usage-store.js';
import type { UsageCount } from '../../usage/usage.js';
import { atMost, anyOf, exists, missing } from './conditions.js';
import { type Key, clientUsedKey, usageBatchKey, usageKey, usedKey } from './keys.js';
import type { Stored } from './stored.js';
import { type Change, type Write, put, update } from './writes.js';

export type UsageItem = Stored<UsageCount>;

/** Of a client or of a credential; made with it. */
export interface UsedItem extends Key {
  readonly lastUsedAt?: Millis;
  readonly lastUsedFrom?: string;
}

/** Remembers that a batch was recorded, for as long as it may be recorded again. */
export function recordedWrite({ id, madeAt }: UsageBatch): Write {
  const item = { ...usageBatchKey(id), ttl: toEpochSeconds(madeAt + DAY) };
  return put(item, missing('PK'));
}

/** Adds to the day's item, to be kept for `retention`. */
export function countWrite({ tenantId, clientId, day, ...counters }: UsageCount, retention: Millis): Write {
  const ttl = toEpochSeconds(Date.parse(day) + retention);
  return update(usageKey(tenantId, day, clientId), { set: { tenantId, clientId, day, ttl }, add: counters });
}

/** The item of a credential's last use, made with its session; one that is there stays as it is. */
export function neverUsed(clientId: string, credentialId: string): Write {
  return update(usedKey(clientId, credentialId), { set: { credentialId } });
}

/** The last uses of the credentials, and of their clients. */
export function useWrites(uses: readonly CredentialUse[]): Write[] {
  const latest = new Map([...uses].sort((a, b) => a.at - b.at).map((use) => [use.clientId, use]));
  return [
    ...uses.map(({ clientId, credentialId, at, from }) =>
      forward(usedKey(clientId, credentialId), at, { set: { lastUsedAt: at, lastUsedFrom: from } }),
    ),
    ...[...latest.values()].map(({ clientId, at }) =>
      forward(clientUsedKey(clientId), at, { set: { lastUsedAt: at } }),
    ),
  ];
}

/** Only where the item is: written after a purge it would lie there for ever. */
function forward(key: Key, at: Millis, change: Change): Write {
  return update(key, change, exists('PK'), anyOf(missing('lastUsedAt'), atMost('lastUsedAt', at)));
}
