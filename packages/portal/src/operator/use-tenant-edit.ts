import { useQueryClient } from '@tanstack/react-query';
import type { Tagged } from '../api/answer.js';
import type { Tenant } from '../api/types.js';
import { useLockedEdit } from '../ui/use-locked-edit.js';
import { type TenantFields, tenantQuery, useEditTenant } from './tenant-queries.js';

export function useTenantEdit(loaded: Tagged<Tenant>) {
  const { tenantId } = loaded.body;
  const queries = useQueryClient();
  const saving = useEditTenant(tenantId);
  const read = () => queries.fetchQuery({ ...tenantQuery(tenantId), staleTime: 0 });
  return useLockedEdit({ loaded, fieldsOf, read, saving });
}

function fieldsOf({ name, allowedScopes }: Tenant): TenantFields {
  return { name, allowedScopes };
}
