import type { Registration } from '../../admin/registrations/registration.js';
import { type Millis, toEpochSeconds } from '../../common/clock.js';
import { REGISTRATIONS, byTime, registrationKey, workKey } from './keys.js';
import type { Stored } from './stored.js';

export type RegistrationItem = Stored<Registration>;

interface Times {
  /** When the runner has to see to it; undefined: never. */
  readonly dueAt?: Millis;
  /** When it may be forgotten; undefined: not yet. */
  readonly forgetAt?: Millis;
}

export function toRegistrationItem(registration: Registration, { dueAt, forgetAt }: Times): RegistrationItem {
  const key = registrationKey(registration.id);
  return {
    ...registration,
    ...key,
    GSI1PK: REGISTRATIONS,
    GSI1SK: byTime(registration.createdAt, registration.id),
    ...workKey(key.PK, dueAt),
    ttl: forgetAt === undefined ? undefined : toEpochSeconds(forgetAt),
  };
}
