import { Problem } from '../../common/errors/problem.js';
import { PLATFORM_TENANT_ID } from '../../common/ids.js';
import type { Person } from '../../guard/principal.js';
import type { InvitedTo } from './invitations.js';
import type { InviteUserDto } from './user.dto.js';

const TENANT_MISSING = { field: 'tenantId', message: 'tenantId is required for a tenant_admin' };
const NOT_OF_PLATFORM = {
  field: 'tenantId',
  message: 'operators belong to platform, and tenant admins do not',
};

/**
 * Whom the body means: an operator belongs to the platform, an admin to the tenant named, or to the caller's own.
 * @throws Problem `validation_failed`; `forbidden` for a role above the caller's own
 */
export function invitedBy(caller: Person, { email, name, role, ...body }: InviteUserDto): InvitedTo {
  if (caller.type === 'tenant_admin' && role !== 'tenant_admin') throw new Problem('forbidden');
  const own = caller.type === role ? caller.tenantId : undefined;
  const { tenantId = own } = body;
  if (tenantId === undefined) throw new Problem('validation_failed', { errors: [TENANT_MISSING] });
  if ((tenantId === PLATFORM_TENANT_ID) !== (role === 'operator'))
    throw new Problem('validation_failed', { errors: [NOT_OF_PLATFORM] });
  return { email, name, role, tenantId };
}
