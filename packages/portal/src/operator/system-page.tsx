import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { bodyOf } from '../api/answer.js';
import { api } from '../api/api.js';
import type { SystemState } from '../api/types.js';
import { Page } from '../shell/page.js';
import { Waiting } from '../ui/waiting.js';
import { When } from '../ui/when.js';

/** Milliseconds. */
const POLL = 10_000;

export function SystemPage() {
  const query = useQuery({
    queryKey: ['system'],
    queryFn: () => bodyOf(api.GET('/api/v1/admin/system')),
    refetchInterval: POLL,
  });
  return (
    <Page title="System" description="The replica that answers, looked at every ten seconds.">
      {query.error && <Waiting query={query} />}
      {query.data ? <State state={query.data} /> : !query.error && <Waiting query={query} />}
    </Page>
  );
}

function State({ state }: { state: SystemState }) {
  const { version, ready, table, pool, key, breaker, pendingWork, cognito } = state;
  const items = [
    { label: 'Readiness', value: <Good is={ready} yes="Ready" no="Not ready" /> },
    { label: 'Table', value: <Good is={table === 'up'} yes="Up" no="Down" /> },
    { label: 'User pool', value: <Good is={pool === 'up'} yes="Up" no="Degraded" /> },
    { label: 'Key', value: <Good is={key === 'up'} yes="Up" no="Degraded" /> },
    { label: 'Calls to Cognito', value: <Good is={breaker === 'closed'} yes="Go through" no="Held back" /> },
    { label: 'Pending work', value: pendingWork.count },
    { label: 'Oldest pending since', value: <When at={pendingWork.oldestAt} /> },
    { label: 'Version', value: version },
  ];
  return (
    <SpaceBetween size="l">
      <Container>
        <KeyValuePairs columns={4} items={items} />
      </Container>
      <Table
        header={
          <Header
            variant="h2"
            description="Calls in the busiest second of the last minute, of what this replica may make."
          >
            Cognito quotas
          </Header>
        }
        ariaLabels={{ tableLabel: 'Cognito quotas' }}
        items={Object.entries(cognito).map(([name, use]) => ({ name, ...use }))}
        trackBy="name"
        empty="None"
        columnDefinitions={[
          { id: 'name', header: 'Quota', isRowHeader: true, cell: ({ name }) => name },
          { id: 'used', header: 'Used', cell: (one) => <Use {...one} /> },
        ]}
      />
    </SpaceBetween>
  );
}

function Good({ is, yes, no }: { is: boolean; yes: string; no: string }) {
  return <StatusIndicator type={is ? 'success' : 'error'}>{is ? yes : no}</StatusIndicator>;
}

function Use({ name, used, limit }: { name: string; used: number; limit: number }) {
  return (
    <Box>
      <ProgressBar
        ariaLabel={name}
        value={limit === 0 ? 0 : Math.min(100, Math.round((100 * used) / limit))}
        additionalInfo={`${used} of ${limit} a second`}
      />
    </Box>
  );
}
