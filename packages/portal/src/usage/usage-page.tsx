import Alert from '@cloudscape-design/components/alert';
import FormField from '@cloudscape-design/components/form-field';
import Grid from '@cloudscape-design/components/grid';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMe } from '../api/use-me.js';
import { useClientChoice } from '../clients/use-client-choice.js';
import { TenantSelect } from '../operator/tenant-select.js';
import { Page } from '../shell/page.js';
import { lastDays, type Period, PeriodPicker } from '../ui/period-picker.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { useFilters } from '../ui/use-filters.js';
import { UsageCharts } from './usage-charts.js';
import { UsageTotals } from './usage-totals.js';
import { useUsage } from './use-usage.js';

const HALF = { colspan: { default: 12, s: 6 } };

export function UsagePage() {
  const isOperator = useMe().role === 'operator';
  const [filters, change] = useFilters(['tenantId', 'from', 'to']);
  const tenantId = isOperator ? (filters.tenantId ?? 'platform') : undefined;
  const period: Period = filters.from ? filters : lastDays(14);
  const usage = useUsage(tenantId, period);
  const { items: clients } = useClientChoice(tenantId);
  const names = new Map(clients.map(({ clientId, name }) => [clientId, name]));
  const shown = { items: usage.data?.items ?? [], period, nameOf: (id: string) => names.get(id) ?? id };
  return (
    <Page
      title="Usage"
      description="How often your API clients ask for tokens. Days are of UTC; accurate to a minute."
    >
      <Grid gridDefinition={isOperator ? [HALF, HALF] : [HALF]}>
        <FormField label="When">
          <PeriodPicker value={period} onChange={({ from, to }) => change({ from, to })} />
        </FormField>
        {isOperator && (
          <FormField label="Tenant">
            <TenantSelect value={tenantId} onChange={(id) => change({ tenantId: id })} />
          </FormField>
        )}
      </Grid>
      <ProblemAlert error={usage.error} retry={() => void usage.refetch()} />
      {usage.data?.cut && <Alert type="warning">There is more than fits: choose a shorter time.</Alert>}
      {!usage.error && (
        <SpaceBetween size="l">
          <UsageCharts {...shown} loading={usage.isPending} />
          <UsageTotals {...shown} loading={usage.isPending} />
        </SpaceBetween>
      )}
    </Page>
  );
}
