import { Problem } from '../../common/errors/problem.js';
import type { Caller } from '../../guard/caller.js';
import type { ClientDetails } from '../domain/client-lifecycle.js';
import type { CreateClientDto, UpdateClientDto } from './client.dto.js';

const TENANT_MISSING = { field: 'tenantId', message: 'tenantId is required of operators' };

/**
 * Whose the new client is: a tenant admin's own tenant's; an operator has to say.
 * @throws Problem `validation_failed`; `not_found` for a tenant that is not the admin's
 */
export function ownerOf({ principal }: Caller, { tenantId }: CreateClientDto): string {
  if (principal.type !== 'tenant_admin') {
    if (tenantId === undefined) throw new Problem('validation_failed', { errors: [TENANT_MISSING] });
    return tenantId;
  }
  if (tenantId !== undefined && tenantId !== principal.tenantId) throw new Problem('not_found');
  return principal.tenantId;
}

/** What a new client is to be, with what the body leaves out. */
export function toDetails(body: CreateClientDto): ClientDetails {
  const { name, description = '', scopes = [], allowedCidrs = [], introspect = false } = body;
  return { name, description, scopes, allowedCidrs, introspect };
}

/** Only what the body names. */
export function toEdit(body: UpdateClientDto): Partial<ClientDetails> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
