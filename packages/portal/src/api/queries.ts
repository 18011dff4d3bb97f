import { QueryClient } from '@tanstack/react-query';
import { isPassing } from './problem.js';

/** What was read is shown while it is read anew. An outage is tried through twice; a refusal is told at once. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: 5_000,
      retry: (failures, error) => failures < 2 && isPassing(error),
    },
    mutations: { networkMode: 'always', gcTime: 0 },
  },
});
