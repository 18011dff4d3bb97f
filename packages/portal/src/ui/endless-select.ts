import type { SelectProps } from '@cloudscape-design/components/select';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';

type Choice = Pick<
  UseInfiniteQueryResult,
  'isError' | 'isFetching' | 'hasNextPage' | 'refetch' | 'fetchNextPage'
>;

/** `pending` has Cloudscape ask for more at the end of the list. */
export function loadingStatus({ isError, isFetching, hasNextPage }: Choice): SelectProps['statusType'] {
  if (isError) return 'error';
  if (isFetching) return 'loading';
  return hasNextPage ? 'pending' : 'finished';
}

/** What a select does when its end is seen, or when it is told to try again. */
export function loadMore({ isError, hasNextPage, isFetching, refetch, fetchNextPage }: Choice): void {
  if (isError) void refetch();
  else if (hasNextPage && !isFetching) void fetchNextPage();
}
