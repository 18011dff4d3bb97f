import { useQuery, useSuspenseQuery, queryOptions } from '@tanstack/react-query';
import { api } from './api.js';
import { bodyOf } from './answer.js';
import type { Me } from './types.js';

export const me = queryOptions({
  queryKey: ['me'],
  queryFn: () => bodyOf(api.GET('/api/v1/auth/me')),
  staleTime: 60_000,
});

/** Who is signed in; for pages, which are shown only when it is known. */
export function useMe(): Me {
  return useSuspenseQuery(me).data;
}

export const useMeQuery = () => useQuery(me);
