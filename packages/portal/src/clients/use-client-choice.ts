import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../api/api.js';
import { bodyOf } from '../api/answer.js';

/** The clients of a tenant, to choose from and to name; more when they are asked for. */
export function useClientChoice(tenantId: string | undefined) {
  const query = useInfiniteQuery({
    queryKey: ['clients', 'choice', tenantId],
    queryFn: ({ pageParam: cursor }) =>
      bodyOf(api.GET('/api/v1/clients', { params: { query: { tenantId, cursor, limit: 100 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    staleTime: 60_000,
  });
  return { ...query, items: query.data?.pages.flatMap(({ items }) => items) ?? [] };
}
