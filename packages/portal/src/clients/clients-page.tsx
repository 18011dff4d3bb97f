import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ApiClient } from '../api/types.js';
import { useMe } from '../api/use-me.js';
import { TenantSelect } from '../operator/tenant-select.js';
import { clientPath, NEW_CLIENT, tenantPath } from '../paths.js';
import { Page } from '../shell/page.js';
import { PageTable } from '../ui/page-table.js';
import { useFilters } from '../ui/use-filters.js';
import { When } from '../ui/when.js';
import { useClients } from './client-queries.js';
import { ClientStatus } from './client-status.js';
import { Expiry } from './expiry.js';

type Columns = readonly TableProps.ColumnDefinition<ApiClient>[];

const COLUMNS: Columns = [
  {
    id: 'name',
    header: 'Name',
    isRowHeader: true,
    cell: ({ clientId, name }) => <Link href={clientPath(clientId)}>{name}</Link>,
  },
  { id: 'status', header: 'Status', cell: ({ status }) => <ClientStatus status={status} /> },
  { id: 'last-used', header: 'Last used', cell: ({ lastUsedAt }) => <When at={lastUsedAt} never="Never" /> },
  {
    id: 'expiry',
    header: 'Next credential expires',
    cell: ({ nextExpiryAt }) => <Expiry at={nextExpiryAt} never="–" />,
  },
  { id: 'id', header: 'Client ID', cell: ({ clientId }) => <Box variant="code">{clientId}</Box> },
];

const TENANT: Columns = [
  {
    id: 'tenant',
    header: 'Tenant',
    cell: ({ tenantId }) => <Link href={tenantPath(tenantId)}>{tenantId}</Link>,
  },
];

/** A tenant admin's clients; an operator's list is of all. */
export function ClientsPage() {
  const isOperator = useMe().role === 'operator';
  const [{ tenantId }, change] = useFilters(['tenantId']);
  const clients = useClients(isOperator ? tenantId : undefined);
  const create = (
    <Button variant="primary" href={NEW_CLIENT}>
      Create API client
    </Button>
  );
  return (
    <Page title="API clients" description="One for each system that calls the API." actions={create}>
      <PageTable
        pages={clients}
        label="API clients"
        trackBy="clientId"
        columnDefinitions={isOperator ? [...COLUMNS, ...TENANT] : COLUMNS}
        filter={
          isOperator && (
            <FormField label="Tenant">
              <TenantSelect value={tenantId} onChange={(id) => change({ tenantId: id })} none="All tenants" />
            </FormField>
          )
        }
        empty={
          <SpaceBetween size="s">
            <b>No API clients yet</b>
            {create}
          </SpaceBetween>
        }
      />
    </Page>
  );
}
