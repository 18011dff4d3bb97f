import { useQuery } from '@tanstack/react-query';
import { bodyOf } from './answer.js';
import { publicApi } from './public-api.js';

/** What this installation offers. */
export function useConfig() {
  return useQuery({
    queryKey: ['config'],
    queryFn: () => bodyOf(publicApi.GET('/api/v1/config')),
    staleTime: Infinity,
  });
}
