import FormField from '@cloudscape-design/components/form-field';
import Grid from '@cloudscape-design/components/grid';
import { bodyOf } from '../api/answer.js';
import { api } from '../api/api.js';
import { useMe } from '../api/use-me.js';
import { usePages } from '../api/use-pages.js';
import { ClientSelect } from '../clients/client-select.js';
import { TenantSelect } from '../operator/tenant-select.js';
import { usePeopleNames } from '../people/use-people-names.js';
import { Page } from '../shell/page.js';
import { PageTable } from '../ui/page-table.js';
import { PeriodPicker } from '../ui/period-picker.js';
import { useFilters } from '../ui/use-filters.js';
import { columns } from './activity-columns.js';

const NAMES = ['tenantId', 'clientId', 'from', 'to'] as const;
type Filters = Record<(typeof NAMES)[number], string | undefined>;

export function ActivityPage() {
  const isOperator = useMe().role === 'operator';
  const [filters, change] = useFilters(NAMES);
  const { tenantId, clientId, from, to } = filters;
  // Only an operator says whose: for others it is their own.
  const whose = isOperator ? (tenantId ?? 'platform') : undefined;
  const query = { tenantId: whose, clientId, from, to: to && `${to}T23:59:59.999Z`, limit: 20 };
  const events = usePages(['audit', query], (cursor) =>
    bodyOf(api.GET('/api/v1/audit-events', { params: { query: { ...query, cursor } } })),
  );
  return (
    <Page
      title="Activity"
      description="Who did what, when and from where. The newest first; days are of UTC."
    >
      <PageTable
        pages={events}
        label="Activity"
        trackBy="id"
        columnDefinitions={columns(usePeopleNames(whose))}
        empty={<b>No activity matches</b>}
        filter={<Filters filters={filters} change={change} isOperator={isOperator} />}
      />
    </Page>
  );
}

interface FiltersProps {
  readonly filters: Filters;
  readonly change: (changes: Partial<Filters>) => void;
  readonly isOperator: boolean;
}

function Filters({ filters: { tenantId, clientId, from, to }, change, isOperator }: FiltersProps) {
  const colspan = { default: 12, s: isOperator ? 4 : 6 };
  return (
    <Grid gridDefinition={Array<object>(isOperator ? 3 : 2).fill({ colspan })}>
      {isOperator && (
        <FormField label="Tenant">
          <TenantSelect
            value={tenantId ?? 'platform'}
            onChange={(id) => change({ tenantId: id, clientId: undefined })}
          />
        </FormField>
      )}
      <FormField label="API client">
        <ClientSelect
          tenantId={isOperator ? (tenantId ?? 'platform') : undefined}
          value={clientId}
          onChange={(id) => change({ clientId: id })}
        />
      </FormField>
      <FormField label="When">
        <PeriodPicker
          value={{ from, to }}
          onChange={(period) => change({ from: period.from, to: period.to })}
        />
      </FormField>
    </Grid>
  );
}
