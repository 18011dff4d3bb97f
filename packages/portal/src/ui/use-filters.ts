import { useSearchParams } from 'react-router';

/** What a list is narrowed to; it stands in the address, so that a link leads to the same. */
export function useFilters<Name extends string>(names: readonly Name[]) {
  const [params, setParams] = useSearchParams();
  const filters = Object.fromEntries(names.map((name) => [name, params.get(name) ?? undefined])) as Record<
    Name,
    string | undefined
  >;
  const change = (changes: Partial<Record<Name, string | undefined>>) => {
    const next = Object.entries({ ...filters, ...changes }).filter(([, value]) => value !== undefined);
    setParams(next as [string, string][], { replace: true });
  };
  return [filters, change] as const;
}
