import type { Me } from '../api/types.js';

export const ROLES: Record<Me['role'], string> = { operator: 'Operator', tenant_admin: 'Tenant admin' };
