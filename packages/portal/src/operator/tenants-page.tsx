import Link from '@cloudscape-design/components/link';
import type { TableProps } from '@cloudscape-design/components/table';
import type { Tenant } from '../api/types.js';
import { tenantPath } from '../paths.js';
import { Page } from '../shell/page.js';
import { PageTable } from '../ui/page-table.js';
import { When } from '../ui/when.js';
import { useTenants } from './tenant-queries.js';
import { TenantStatus } from './tenant-status.js';

const COLUMNS: readonly TableProps.ColumnDefinition<Tenant>[] = [
  {
    id: 'name',
    header: 'Name',
    isRowHeader: true,
    cell: ({ tenantId, name }) => <Link href={tenantPath(tenantId)}>{name}</Link>,
  },
  { id: 'status', header: 'Status', cell: ({ status }) => <TenantStatus status={status} /> },
  { id: 'scopes', header: 'Allowed scopes', cell: ({ allowedScopes }) => allowedScopes.join(', ') || 'None' },
  { id: 'created', header: 'Created', cell: ({ createdAt }) => <When at={createdAt} /> },
  { id: 'id', header: 'Tenant ID', cell: ({ tenantId }) => tenantId },
];

export function TenantsPage() {
  return (
    <Page title="Tenants" description="Partner organisations, and the operators’ own.">
      <PageTable
        pages={useTenants()}
        label="Tenants"
        trackBy="tenantId"
        columnDefinitions={COLUMNS}
        empty={<b>No tenants yet</b>}
      />
    </Page>
  );
}
