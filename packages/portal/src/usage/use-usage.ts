import { useQuery } from '@tanstack/react-query';
import { bodyOf } from '../api/answer.js';
import { api } from '../api/api.js';
import type { Usage } from '../api/types.js';
import type { Period } from '../ui/period-picker.js';

/** Pages at most: 5000 days and clients. */
const MOST = 50;

interface Counts {
  readonly items: readonly Usage[];
  /** Whether there was more than is shown. */
  readonly cut: boolean;
}

export function useUsage(tenantId: string | undefined, { from, to }: Period) {
  return useQuery({
    queryKey: ['usage', tenantId, from, to],
    queryFn: () => readAll({ tenantId, from, to, limit: 100 }),
    staleTime: 30_000,
  });
}

async function readAll(query: {
  tenantId?: string;
  from?: string;
  to?: string;
  limit: number;
}): Promise<Counts> {
  const items: Usage[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST; page++) {
    const body = await bodyOf(api.GET('/api/v1/admin/usage', { params: { query: { ...query, cursor } } }));
    items.push(...body.items);
    if (body.nextCursor === null) return { items, cut: false };
    cursor = body.nextCursor;
  }
  return { items, cut: true };
}
