import Select, { type SelectProps } from '@cloudscape-design/components/select';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';

type Choice = Pick<
  UseInfiniteQueryResult,
  'isError' | 'isFetching' | 'hasNextPage' | 'refetch' | 'fetchNextPage'
>;

interface Props extends Pick<SelectProps, 'ariaLabel' | 'placeholder' | 'filteringAriaLabel' | 'errorText'> {
  /** What the options are read from. */
  readonly choice: Choice;
  readonly options: readonly SelectProps.Option[];
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

/** One of a long list, or none: the option with no value. More are read when the end of the list is seen. */
export function EndlessSelect({ choice, value, onChange, options, ...texts }: Props) {
  const chosen = options.find((one) => one.value === (value ?? ''));
  return (
    <Select
      {...texts}
      selectedOption={chosen ?? (value ? { value, label: value } : null)}
      options={options}
      filteringType="auto"
      statusType={loadingStatus(choice)}
      recoveryText="Try again"
      onLoadItems={() => loadMore(choice)}
      onChange={({ detail }) => onChange(detail.selectedOption.value || undefined)}
    />
  );
}

/** `pending` has Cloudscape ask for more at the end of the list. */
function loadingStatus({ isError, isFetching, hasNextPage }: Choice): SelectProps['statusType'] {
  if (isError) return 'error';
  if (isFetching) return 'loading';
  return hasNextPage ? 'pending' : 'finished';
}

/** What a select does when its end is seen, or when it is told to try again. */
function loadMore({ isError, hasNextPage, isFetching, refetch, fetchNextPage }: Choice): void {
  if (isError) void refetch();
  else if (hasNextPage && !isFetching) void fetchNextPage();
}
