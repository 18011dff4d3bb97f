import { useQuery } from '@tanstack/react-query';
import { clientQuery } from './client-queries.js';

/** What a client is called; undefined: it is not known yet, or there is none. */
export function useClientName(clientId: string | undefined): string | undefined {
  const query = {
    ...clientQuery(clientId ?? ''),
    enabled: clientId !== undefined,
    refetchOnWindowFocus: false,
  };
  return useQuery(query).data?.body.name;
}
