import { useQuery } from '@tanstack/react-query';
import { api } from '../api/api.js';
import { bodyOf } from '../api/answer.js';

/** By the id of a person, of those who are there still; of a hundred at most. */
export function usePeopleNames(tenantId: string | undefined): ReadonlyMap<string, string> {
  const { data } = useQuery({
    queryKey: ['people', 'names', tenantId],
    queryFn: () => bodyOf(api.GET('/api/v1/admin/users', { params: { query: { tenantId, limit: 100 } } })),
    staleTime: 60_000,
  });
  return new Map(data?.items.map(({ userId, name }) => [userId, name]));
}
