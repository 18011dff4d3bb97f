import BarChart from '@cloudscape-design/components/bar-chart';
import Box from '@cloudscape-design/components/box';
import type { Series } from './usage-series.js';

const COUNT = new Intl.NumberFormat();
const SHORT = new Intl.NumberFormat(undefined, { notation: 'compact' });
const DAY = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', timeZone: 'UTC' });

interface Props {
  /** What is counted. */
  readonly label: string;
  readonly series: readonly Series[];
  readonly loading: boolean;
}

/** By day, the clients one above the other. */
export function UsageChart({ label, series, loading }: Props) {
  return (
    <BarChart<string>
      ariaLabel={label}
      yTitle={label}
      xScaleType="categorical"
      stackedBars
      hideFilter
      height={260}
      statusType={loading ? 'loading' : 'finished'}
      loadingText="Loading"
      series={series.map((one) => ({
        ...one,
        type: 'bar',
        valueFormatter: (value: number) => COUNT.format(value),
      }))}
      i18nStrings={{
        xTickFormatter: (day) => DAY.format(new Date(day)),
        yTickFormatter: (value) => SHORT.format(value),
        detailPopoverDismissAriaLabel: 'Close',
        legendAriaLabel: 'API clients',
        chartAriaRoleDescription: 'bar chart',
        xAxisAriaRoleDescription: 'days',
        yAxisAriaRoleDescription: 'count',
      }}
      empty={<Box textAlign="center">Nothing in this time</Box>}
    />
  );
}
