import { DAY, type Millis } from '../../common/clock.js';
import type { LastUses } from '../../usage/usage.js';
import type { Credential } from './credential.js';

/** So long must nobody have used it. */
const QUIET: Millis = DAY;

/** Whether a rotation has arrived: the successor is in use, and for a day nobody has used what it replaces. */
export function isSafeToRevoke(
  { id, successorId }: Pick<Credential, 'id' | 'successorId'>,
  uses: LastUses,
  now: Millis,
): boolean {
  if (successorId === undefined || !uses.has(successorId)) return false;
  return (uses.get(id)?.at ?? -Infinity) <= now - QUIET;
}
