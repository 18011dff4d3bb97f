import { crc32 } from 'node:zlib';
import type { Millis } from '../../common/clock.js';

/** The key of an item. */
export interface Key {
  readonly PK: string;
  readonly SK: string;
}

/** Where an item stands in GSI1, the index of lists. */
export interface ListKey {
  readonly GSI1PK: string;
  readonly GSI1SK: string;
}

/** Where an item stands in GSI2, the index of pending work; undefined: it is in none. */
export interface WorkKey {
  readonly GSI2PK: string | undefined;
  readonly GSI2SK: Millis | undefined;
  /** Since when one has been due that failed and was put off; any other due time ends that. */
  readonly dueSince: undefined;
}

export const CREDENTIAL_PREFIX = 'CREDENTIAL#';
export const SESSION_PREFIX = 'SESSION#';
export const SIGN_OUT_PREFIX = 'SIGN_OUT#';
const USER_PREFIX = 'USER#';
const EMAIL_PREFIX = 'EMAIL#';
export const USED_PREFIX = 'USED#';
const CLIENT_PREFIX = 'CLIENT#';
const TENANT_PREFIX = 'TENANT#';
const REGISTRATION_PREFIX = 'REGISTRATION#';

export const CLIENTS = 'CLIENTS';
export const REGISTRATIONS = 'REGISTRATIONS';
export const TENANTS = 'TENANTS';
export const CUT_OFFS = 'CUTOFF';
export const REPLICAS = 'REPLICAS';

export const clientPartition = (clientId: string) => CLIENT_PREFIX + clientId;
export const clientKey = (clientId: string): Key => ({ PK: clientPartition(clientId), SK: 'CLIENT' });
export const identityKey = (clientId: string): Key => ({ PK: clientPartition(clientId), SK: 'IDENTITY' });
export const credentialKey = (clientId: string, credentialId: string): Key => ({
  PK: clientPartition(clientId),
  SK: CREDENTIAL_PREFIX + credentialId,
});
export const sessionKey = (clientId: string, credentialId: string): Key => ({
  PK: clientPartition(clientId),
  SK: SESSION_PREFIX + credentialId,
});
/** When the client was used last, whichever of its credentials. */
export const clientUsedKey = (clientId: string): Key => ({ PK: clientPartition(clientId), SK: 'USED' });
export const usedKey = (clientId: string, credentialId: string): Key => ({
  PK: clientPartition(clientId),
  SK: USED_PREFIX + credentialId,
});
export const tenantKey = (tenantId: string): Key => ({ PK: TENANT_PREFIX + tenantId, SK: 'TENANT' });
export const registrationKey = (registrationId: string): Key => ({
  PK: REGISTRATION_PREFIX + registrationId,
  SK: 'REGISTRATION',
});
export const userKey = (userId: string): Key => ({ PK: USER_PREFIX + userId, SK: 'USER' });
export const signOutKey = (userId: string, signOutId: string): Key => ({
  PK: USER_PREFIX + userId,
  SK: SIGN_OUT_PREFIX + signOutId,
});
export const emailKey = (email: string): Key => ({ PK: EMAIL_PREFIX + email, SK: 'EMAIL' });
export const auditTrail = (tenantId: string) => `AUDIT#${tenantId}`;
export const clientAuditTrail = (tenantId: string, clientId: string) => `AUDIT#${tenantId}#${clientId}`;
export const usagePartition = (tenantId: string) => `USAGE#${tenantId}`;
export const usageKey = (tenantId: string, day: string, clientId: string): Key => ({
  PK: usagePartition(tenantId),
  SK: `${day}#${clientId}`,
});
export const usageBatchKey = (batchId: string): Key => ({ PK: `USAGE_BATCH#${batchId}`, SK: 'USAGE_BATCH' });
export const idempotencyKey = (principal: string, request: string): Key => ({
  PK: `IDEMPOTENCY#${principal}`,
  SK: request,
});
export const limitPartition = (name: string, key: string) => `LIMIT#${name}#${key}`;
export const canaryKey: Key = { PK: 'CANARY', SK: 'CANARY' };
export const comparisonKey: Key = { PK: 'COMPARISON', SK: 'COMPARISON' };
export const replicaKey = (id: string): Key => ({ PK: REPLICAS, SK: id });
export const runnerLeaseKey: Key = { PK: 'LEASE#runner', SK: 'LEASE' };

export const clientsOf = (tenantId: string) => `CLIENTS#${tenantId}`;
export const usersOf = (tenantId: string) => `USERS#${tenantId}`;

/** Both parts of a key in one string, for maps. */
export const keyText = ({ PK, SK }: Key) => `${PK}|${SK}`;

/** `<time>#<id>`, of fixed width: sorts by time. */
export const byTime = (at: Millis, id: string) => `${String(at).padStart(15, '0')}#${id}`;
/** The id in a sort key made by {@link byTime}. */
export const idAfterTime = ({ SK }: Key) => SK.slice(SK.indexOf('#') + 1);

export const WORK_SHARDS = [0, 1, 2, 3].map((shard) => `WORK#${shard}`);

/** The place in the index of pending work of the item under `PK`, due at `dueAt`. */
export function workKey(PK: string, dueAt: Millis | undefined): WorkKey {
  const GSI2PK = dueAt === undefined ? undefined : WORK_SHARDS[crc32(PK) % WORK_SHARDS.length];
  return { GSI2PK, GSI2SK: dueAt, dueSince: undefined };
}

export const clientIdOf = ({ PK }: Key) => PK.slice(CLIENT_PREFIX.length);
export const credentialIdOf = ({ SK }: Key) => SK.slice(SK.indexOf('#') + 1);
export const emailOf = ({ PK }: Key) => PK.slice(EMAIL_PREFIX.length);
export const userIdOf = ({ PK }: Key) => PK.slice(USER_PREFIX.length);
export const signOutIdOf = ({ SK }: Key) => SK.slice(SIGN_OUT_PREFIX.length);
export const tenantIdOf = ({ PK }: Key) => PK.slice(TENANT_PREFIX.length);
export const replicaIdOf = ({ SK }: Key) => SK;
export const registrationIdOf = ({ PK }: Key) => PK.slice(REGISTRATION_PREFIX.length);
