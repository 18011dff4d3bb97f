import Box from '@cloudscape-design/components/box';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { isProblem } from '../api/problem.js';
import type { ApiClient } from '../api/types.js';
import { CredentialsTable } from '../credentials/credentials-table.js';
import { ACTIVITY } from '../paths.js';
import { Page } from '../shell/page.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { Waiting } from '../ui/waiting.js';
import { When } from '../ui/when.js';
import { ClientActions } from './client-actions.js';
import { clientQuery } from './client-queries.js';
import { ClientStatus } from './client-status.js';

export function ClientPage() {
  const { clientId = '' } = useParams();
  const query = useQuery({
    ...clientQuery(clientId),
    refetchInterval: ({ state }) => pollWhileMade(state.data?.body),
  });
  if (query.data === undefined || isProblem(query.error, 'not_found'))
    return (
      <Page title="API client">
        <Waiting query={query} />
      </Page>
    );
  const client = query.data.body;
  return (
    <Page title={client.name} description={client.description} actions={<ClientActions client={client} />}>
      <ProblemAlert error={query.error} retry={() => void query.refetch()} />
      <Facts client={client} />
      <CredentialsTable client={client} />
    </Page>
  );
}

/** Milliseconds; it takes seconds to be made. */
function pollWhileMade(client: ApiClient | undefined): number | false {
  return client?.status === 'provisioning' ? 2_000 : false;
}

function Facts({ client }: { client: ApiClient }) {
  const items = [
    { label: 'Client ID', value: <CopyId id={client.clientId} /> },
    { label: 'Status', value: <ClientStatus status={client.status} /> },
    { label: 'Last used', value: <When at={client.lastUsedAt} never="Never" /> },
    { label: 'Created', value: <When at={client.createdAt} /> },
    { label: 'Scopes', value: <Words words={client.scopes} none="None" /> },
    { label: 'Allowed addresses', value: <Words words={client.allowedCidrs} none="Any" /> },
    ...(client.introspect ? [{ label: 'Introspection', value: 'Allowed' }] : []),
    {
      label: 'History',
      value: (
        <Link href={`${ACTIVITY}?clientId=${client.clientId}&tenantId=${client.tenantId}`}>Activity</Link>
      ),
    },
  ];
  return (
    <Container header={<Header variant="h2">About</Header>}>
      <KeyValuePairs columns={4} items={items} />
    </Container>
  );
}

function CopyId({ id }: { id: string }) {
  return (
    <CopyToClipboard
      variant="inline"
      textToCopy={id}
      textToDisplay={id}
      copyButtonAriaLabel="Copy the client ID"
      copySuccessText="Copied"
      copyErrorText="Not copied"
    />
  );
}

function Words({ words, none }: { words: readonly string[]; none: string }) {
  return words.length === 0 ? none : <Box>{words.join(', ')}</Box>;
}
