import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { isProblem } from '../api/problem.js';
import type { Tenant } from '../api/types.js';
import * as paths from '../paths.js';
import { Page } from '../shell/page.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { Waiting } from '../ui/waiting.js';
import { When } from '../ui/when.js';
import { TenantActions } from './tenant-actions.js';
import { tenantQuery } from './tenant-queries.js';
import { TenantStatus } from './tenant-status.js';

/** Milliseconds between two looks at how far a deletion is. */
const POLL = 2_000;

export function TenantPage() {
  const { tenantId = '' } = useParams();
  const query = useQuery({
    ...tenantQuery(tenantId),
    refetchInterval: ({ state: { data, error } }) =>
      data?.body.status === 'deleting' && !isProblem(error, 'not_found') && POLL,
  });
  if (query.data === undefined)
    return (
      <Page title="Tenant">
        <Waiting query={query} />
      </Page>
    );
  const tenant = query.data.body;
  if (isProblem(query.error, 'not_found'))
    return (
      <Page title={tenant.name}>
        <Alert type="success">{tenant.name} is deleted, with all its clients and people.</Alert>
      </Page>
    );
  return (
    <Page title={tenant.name} actions={tenant.status !== 'deleting' && <TenantActions tenant={tenant} />}>
      <ProblemAlert error={query.error} retry={() => void query.refetch()} />
      {tenant.deletion && <Deletion {...tenant.deletion} />}
      <Facts tenant={tenant} />
    </Page>
  );
}

function Deletion({ done, left }: { done: number; left: number }) {
  return (
    <Container>
      <ProgressBar
        label="Deleting"
        description="Clients and people that are gone. It goes on when you leave this page."
        value={Math.round((100 * done) / (done + left))}
        additionalInfo={`${done} of ${done + left}`}
      />
    </Container>
  );
}

function Facts({ tenant: { tenantId, status, allowedScopes, createdAt } }: { tenant: Tenant }) {
  const of = `?tenantId=${tenantId}`;
  const items = [
    { label: 'Tenant ID', value: tenantId },
    { label: 'Status', value: <TenantStatus status={status} /> },
    { label: 'Created', value: <When at={createdAt} /> },
    { label: 'Allowed scopes', value: allowedScopes.join(', ') || 'None' },
    {
      label: 'Related',
      value: (
        <SpaceBetween direction="horizontal" size="s">
          <Link href={`${paths.CLIENTS}${of}`}>API clients</Link>
          <Link href={`${paths.PEOPLE}${of}`}>People</Link>
          <Link href={`${paths.USAGE}${of}`}>Usage</Link>
          <Link href={`${paths.ACTIVITY}${of}`}>Activity</Link>
        </SpaceBetween>
      ),
    },
  ];
  return (
    <Container>
      <KeyValuePairs columns={3} items={items} />
    </Container>
  );
}
