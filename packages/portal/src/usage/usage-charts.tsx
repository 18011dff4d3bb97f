import Container from '@cloudscape-design/components/container';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import type { Usage } from '../api/types.js';
import type { Period } from '../ui/period-picker.js';
import { UsageChart } from './usage-chart.js';
import { type Measure, seriesOf } from './usage-series.js';

export interface Shown {
  readonly items: readonly Usage[];
  readonly period: Period;
  readonly nameOf: (clientId: string) => string;
  readonly loading: boolean;
}

const CHARTS: readonly (readonly [Measure, string, string])[] = [
  ['tokensServed', 'Tokens served', 'Requests that were answered with a token.'],
  ['cognitoCallsSaved', 'Cognito calls saved', 'Requests answered without calling Cognito.'],
  ['refused', 'Refused', 'Requests with a credential that is not valid.'],
];

const HALF = { colspan: { default: 12, s: 6 } };
const COLUMNS = [{ colspan: 12 }, HALF, HALF];

export function UsageCharts({ items, period, nameOf, loading }: Shown) {
  return (
    <Grid gridDefinition={COLUMNS}>
      {CHARTS.map(([measure, label, description]) => (
        <Container
          key={measure}
          fitHeight
          header={
            <Header variant="h2" description={description}>
              {label}
            </Header>
          }
        >
          <UsageChart label={label} series={seriesOf(items, measure, period, nameOf)} loading={loading} />
        </Container>
      ))}
    </Grid>
  );
}
