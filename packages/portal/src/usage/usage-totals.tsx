import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import { clientPath } from '../paths.js';
import { ItemTable } from '../ui/item-table.js';
import type { Shown } from './usage-charts.js';
import { type Total, totals } from './usage-series.js';

const COUNT = new Intl.NumberFormat();

/** The numbers behind the charts. */
export function UsageTotals({ items, nameOf, loading }: Shown) {
  const column = (id: Exclude<keyof Total, 'clientId'>, header: string) => ({
    id,
    header,
    cell: (one: Total) => COUNT.format(one[id]),
  });
  return (
    <ItemTable<Total>
      header={<Header variant="h2">By API client</Header>}
      label="Usage by API client"
      items={totals(items)}
      loading={loading}
      trackBy="clientId"
      empty="Nothing in this period"
      columnDefinitions={[
        {
          id: 'client',
          header: 'API client',
          isRowHeader: true,
          cell: ({ clientId }) => <Link href={clientPath(clientId)}>{nameOf(clientId)}</Link>,
        },
        column('tokensServed', 'Tokens served'),
        column('cognitoCalls', 'Cognito calls'),
        column('cognitoCallsSaved', 'Calls saved'),
        column('refused', 'Refused'),
      ]}
    />
  );
}
