import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/api.js';
import { bodyOf, taggedBodyOf } from '../api/answer.js';
import type { ApiClient } from '../api/types.js';
import { useCreation } from '../api/use-creation.js';
import { usePages } from '../api/use-pages.js';
import { CLIENTS } from '../paths.js';
import { useNotices } from '../shell/notices.js';
import type { Edit } from '../ui/use-locked-edit.js';

/** What a person says about a client. */
export interface ClientFields {
  readonly name: string;
  readonly description: string;
  readonly scopes: readonly string[];
  readonly allowedCidrs: readonly string[];
  readonly introspect: boolean;
}

const pathOf = (clientId: string) => ({ path: { clientId } });

/** @param tenantId whose; left out: all that one may see */
export function useClients(tenantId?: string) {
  return usePages(['clients', 'list', tenantId], (cursor) =>
    bodyOf(api.GET('/api/v1/clients', { params: { query: { tenantId, cursor, limit: 20 } } })),
  );
}

/** A client, with the tag that an edit has to name. */
export const clientQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['clients', clientId],
    queryFn: () => taggedBodyOf(api.GET('/api/v1/clients/{clientId}', { params: pathOf(clientId) })),
  });

export function useCreateClient() {
  const queries = useQueryClient();
  return useCreation((body: Partial<ClientFields> & { name: string; tenantId?: string }, key) =>
    bodyOf(
      api.POST('/api/v1/clients', {
        params: { header: { 'Idempotency-Key': key } },
        body: {
          ...body,
          scopes: body.scopes && [...body.scopes],
          allowedCidrs: body.allowedCidrs && [...body.allowedCidrs],
        },
      }),
    ).finally(() => void queries.invalidateQueries({ queryKey: ['clients'] })),
  );
}

/** @throws Problem `stale_version` when somebody else has changed it since `etag` */
export function useEditClient(clientId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ etag, changes }: Edit<ClientFields>) =>
      bodyOf(
        api.PATCH('/api/v1/clients/{clientId}', {
          params: { ...pathOf(clientId), header: { 'If-Match': etag } },
          body: changes as Partial<ApiClient>,
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['clients'] }),
  });
}

const SWITCHES = {
  disable: '/api/v1/clients/{clientId}/disable',
  enable: '/api/v1/clients/{clientId}/enable',
} as const;

export function useSwitchClient(client: ApiClient, to: keyof typeof SWITCHES) {
  const queries = useQueryClient();
  const { done } = useNotices();
  return useMutation({
    mutationFn: () => bodyOf(api.POST(SWITCHES[to], { params: pathOf(client.clientId) })),
    onSuccess: () => {
      done(to === 'disable' ? `${client.name} is disabled` : `${client.name} is enabled`);
      void queries.invalidateQueries({ queryKey: ['clients'] });
    },
  });
}

/** @param leave goes where it is not shown */
export function useDeleteClient({ clientId, name }: ApiClient, leave: () => Promise<void> | void) {
  const queries = useQueryClient();
  const { done } = useNotices();
  return useMutation({
    mutationFn: () => bodyOf(api.DELETE('/api/v1/clients/{clientId}', { params: pathOf(clientId) })),
    onSuccess: async () => {
      done(`${name} is deleted`, { path: CLIENTS });
      await leave();
      queries.removeQueries({ queryKey: ['clients', clientId] });
      void queries.invalidateQueries({ queryKey: ['clients'] });
    },
  });
}
