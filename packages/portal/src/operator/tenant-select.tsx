import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../api/api.js';
import { bodyOf } from '../api/answer.js';
import { EndlessSelect } from '../ui/endless-select.js';

interface Props {
  readonly value: string | undefined;
  readonly onChange: (tenantId: string | undefined) => void;
  /** What choosing none of them is called; left out: one has to be chosen. */
  readonly none?: string;
}

/** One of all tenants, or the operators' own. */
export function TenantSelect({ value, onChange, none }: Props) {
  const tenants = useInfiniteQuery({
    queryKey: ['tenants', 'choice'],
    queryFn: ({ pageParam: cursor }) =>
      bodyOf(api.GET('/api/v1/admin/tenants', { params: { query: { limit: 100, cursor } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  const found = tenants.data?.pages.flatMap(({ items }) => items) ?? [];
  const options = [
    ...(none === undefined ? [] : [{ value: '', label: none }]),
    { value: 'platform', label: 'Platform', description: 'The operators’ own' },
    ...found
      .filter(({ tenantId }) => tenantId !== 'platform')
      .map(({ tenantId, name }) => ({ value: tenantId, label: name, description: tenantId })),
  ];
  return (
    <EndlessSelect
      ariaLabel="Tenant"
      placeholder="Choose a tenant"
      filteringAriaLabel="Find a tenant"
      errorText="The tenants could not be read"
      choice={tenants}
      options={options}
      value={value}
      onChange={onChange}
    />
  );
}
