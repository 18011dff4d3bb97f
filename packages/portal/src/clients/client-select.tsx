import { EndlessSelect } from '../ui/endless-select.js';
import { useClientChoice } from './use-client-choice.js';

interface Props {
  readonly tenantId: string | undefined;
  readonly value: string | undefined;
  readonly onChange: (clientId: string | undefined) => void;
}

export function ClientSelect({ tenantId, value, onChange }: Props) {
  const clients = useClientChoice(tenantId);
  const options = [
    { value: '', label: 'All API clients' },
    ...clients.items.map(({ clientId, name }) => ({ value: clientId, label: name, description: clientId })),
  ];
  return (
    <EndlessSelect
      ariaLabel="API client"
      filteringAriaLabel="Find an API client"
      errorText="The API clients could not be read"
      choice={clients}
      options={options}
      value={value}
      onChange={onChange}
    />
  );
}
