import Select, { type SelectProps } from '@cloudscape-design/components/select';
import { loadingStatus, loadMore } from '../ui/endless-select.js';
import { useClientChoice } from './use-client-choice.js';

interface Props {
  readonly tenantId: string | undefined;
  readonly value: string | undefined;
  readonly onChange: (clientId: string | undefined) => void;
}

export function ClientSelect({ tenantId, value, onChange }: Props) {
  const clients = useClientChoice(tenantId);
  const options: SelectProps.Option[] = [
    { value: '', label: 'All API clients' },
    ...clients.items.map(({ clientId, name }) => ({ value: clientId, label: name, description: clientId })),
  ];
  const selected = options.find((one) => one.value === (value ?? '')) ?? { value, label: value };
  return (
    <Select
      ariaLabel="API client"
      selectedOption={selected}
      options={options}
      filteringType="auto"
      filteringAriaLabel="Find an API client"
      statusType={loadingStatus(clients)}
      errorText="The API clients could not be read"
      recoveryText="Try again"
      onLoadItems={() => loadMore(clients)}
      onChange={({ detail }) => onChange(detail.selectedOption.value || undefined)}
    />
  );
}
