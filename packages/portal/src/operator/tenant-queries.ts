import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { bodyOf, taggedBodyOf } from '../api/answer.js';
import { api } from '../api/api.js';
import type { Tenant } from '../api/types.js';
import { usePages } from '../api/use-pages.js';
import { useNotices } from '../shell/notices.js';
import type { Edit } from '../ui/use-locked-edit.js';

const pathOf = (tenantId: string) => ({ path: { tenantId } });

export function useTenants() {
  return usePages(['tenants', 'list'], (cursor) =>
    bodyOf(api.GET('/api/v1/admin/tenants', { params: { query: { cursor, limit: 20 } } })),
  );
}

/** A tenant, with the tag that an edit has to name. */
export const tenantQuery = (tenantId: string) =>
  queryOptions({
    queryKey: ['tenants', tenantId],
    queryFn: () => taggedBodyOf(api.GET('/api/v1/admin/tenants/{tenantId}', { params: pathOf(tenantId) })),
  });

export interface TenantFields {
  readonly name: string;
  readonly allowedScopes: readonly string[];
}

/** @throws Problem `stale_version` when somebody else has changed it since `etag` */
export function useEditTenant(tenantId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ etag, changes }: Edit<TenantFields>) =>
      bodyOf(
        api.PATCH('/api/v1/admin/tenants/{tenantId}', {
          params: { ...pathOf(tenantId), header: { 'If-Match': etag } },
          body: changes as Partial<Tenant>,
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['tenants'] }),
  });
}

export type TenantChange = 'suspend' | 'resume' | 'delete';

/** A deletion is told by the page, which follows it to its end. */
const SAID: Partial<Record<TenantChange, string>> = {
  suspend: 'is suspended',
  resume: 'is active again',
};

export function useChangeTenant({ tenantId, name }: Tenant, change: TenantChange) {
  const queries = useQueryClient();
  const { done } = useNotices();
  const params = pathOf(tenantId);
  const send: Record<TenantChange, () => Promise<unknown>> = {
    suspend: () => bodyOf(api.POST('/api/v1/admin/tenants/{tenantId}/suspend', { params })),
    resume: () => bodyOf(api.POST('/api/v1/admin/tenants/{tenantId}/resume', { params })),
    delete: () => bodyOf(api.DELETE('/api/v1/admin/tenants/{tenantId}', { params })),
  };
  return useMutation({
    mutationFn: send[change],
    onSuccess: () => {
      if (SAID[change]) done(`${name} ${SAID[change]}`);
      void queries.invalidateQueries({ queryKey: ['tenants'] });
    },
  });
}
