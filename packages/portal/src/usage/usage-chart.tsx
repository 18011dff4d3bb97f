import BarChart from '@cloudscape-design/components/bar-chart';
import Box from '@cloudscape-design/components/box';
import type { Series } from './usage-series.js';

const COUNT = new Intl.NumberFormat();
const SHORT = new Intl.NumberFormat(undefined, { notation: 'compact' });
const MONTH = new Intl.DateTimeFormat(undefined, { month: 'short', year: 'numeric', timeZone: 'UTC' });
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
      xScaleType="categorical"
      stackedBars
      yDomain={[0, highest(series)]}
      hideFilter
      height={220}
      statusType={loading ? 'loading' : 'finished'}
      loadingText="Loading"
      series={series.map((one) => ({
        ...one,
        type: 'bar',
        valueFormatter: (value: number) => COUNT.format(value),
      }))}
      i18nStrings={{
        xTickFormatter: dateText,
        yTickFormatter: (value) => SHORT.format(value),
        detailPopoverDismissAriaLabel: 'Close',
        legendAriaLabel: 'API clients',
        chartAriaRoleDescription: 'bar chart',
        xAxisAriaRoleDescription: 'days',
        yAxisAriaRoleDescription: 'count',
      }}
      empty={<Box textAlign="center">Nothing in this period</Box>}
    />
  );
}

/** `YYYY-MM-DD` or `YYYY-MM`. */
function dateText(date: string): string {
  return (date.length === 7 ? MONTH : DAY).format(new Date(date));
}

/** Where nothing is, the axis still begins at the bottom; below five it would be marked with fractions. */
function highest(series: readonly Series[]): number {
  const bars =
    series[0]?.data.map((_, index) => series.reduce((sum, { data }) => sum + data[index]!.y, 0)) ?? [];
  return Math.max(5, ...bars);
}
