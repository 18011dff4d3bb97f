import { hashKey, type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';

export interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** A list of the API, page by page. */
export interface Pages<Item> {
  readonly items: readonly Item[];
  /** Nothing has been read yet. */
  readonly isPending: boolean;
  readonly isFetching: boolean;
  readonly error: Error | null;
  readonly page: number;
  readonly known: number;
  readonly hasMore: boolean;
  readonly turnTo: (page: number) => void;
  readonly reload: () => void;
}

export function usePages<Item>(
  queryKey: QueryKey,
  read: (cursor: string | undefined) => Promise<PageOf<Item>>,
): Pages<Item> {
  const list = hashKey(queryKey);
  const [turned, setTurned] = useState({ list, page: 1 });
  // Another list begins with its first page.
  const wanted = turned.list === list ? turned.page : 1;
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  const pages = query.data?.pages ?? [];
  const page = Math.min(wanted, Math.max(pages.length, 1));
  return {
    items: pages[page - 1]?.items ?? [],
    isPending: query.isPending,
    isFetching: query.isFetching,
    error: query.error,
    page,
    known: pages.length,
    hasMore: query.hasNextPage,
    turnTo: (to) => {
      if (to > pages.length) void query.fetchNextPage();
      setTurned({ list, page: to });
    },
    reload: () => void query.refetch(),
  };
}
