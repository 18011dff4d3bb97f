import type { Person } from '../../guard/principal.js';
import type { User } from './user.js';

/** The user as the one who acts. */
export function personOf({ role, id, email, name, tenantId, mfa = false }: User): Person {
  return { type: role, userId: id, email, name, tenantId, mfa };
}
