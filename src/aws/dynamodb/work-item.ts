import type { WorkItem } from '../../work/work-queue.js';
import {
  type Key,
  SESSION_PREFIX,
  SIGN_OUT_PREFIX,
  canaryKey,
  clientIdOf,
  comparisonKey,
  clientKey,
  credentialIdOf,
  emailKey,
  emailOf,
  registrationIdOf,
  registrationKey,
  sessionKey,
  signOutIdOf,
  signOutKey,
  tenantIdOf,
  tenantKey,
  userIdOf,
} from './keys.js';

/** What the item under `key` is to the runner; undefined: of a kind that this version does not know. */
export function toWorkItem(key: Key): WorkItem | undefined {
  if (key.SK === 'CLIENT') return { kind: 'client', clientId: clientIdOf(key) };
  if (key.SK === 'TENANT') return { kind: 'tenant', tenantId: tenantIdOf(key) };
  if (key.SK === 'REGISTRATION') return { kind: 'registration', registrationId: registrationIdOf(key) };
  if (key.SK === 'CANARY') return { kind: 'canary' };
  if (key.SK === 'COMPARISON') return { kind: 'comparison' };
  if (key.SK === 'EMAIL') return { kind: 'address', email: emailOf(key) };
  if (key.SK.startsWith(SIGN_OUT_PREFIX))
    return { kind: 'sign-out', userId: userIdOf(key), signOutId: signOutIdOf(key) };
  if (!key.SK.startsWith(SESSION_PREFIX)) return undefined;
  return { kind: 'session', clientId: clientIdOf(key), credentialId: credentialIdOf(key) };
}

export function keyOfWork(item: WorkItem): Key {
  switch (item.kind) {
    case 'client':
      return clientKey(item.clientId);
    case 'session':
      return sessionKey(item.clientId, item.credentialId);
    case 'tenant':
      return tenantKey(item.tenantId);
    case 'registration':
      return registrationKey(item.registrationId);
    case 'address':
      return emailKey(item.email);
    case 'canary':
      return canaryKey;
    case 'comparison':
      return comparisonKey;
    case 'sign-out':
      return signOutKey(item.userId, item.signOutId);
  }
}
