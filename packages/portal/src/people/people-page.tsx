import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import { useState } from 'react';
import type { Person } from '../api/types.js';
import { useMe } from '../api/use-me.js';
import { TenantSelect } from '../operator/tenant-select.js';
import { Page } from '../shell/page.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { PageTable } from '../ui/page-table.js';
import { useFilters } from '../ui/use-filters.js';
import { InviteDialog } from './invite-dialog.js';
import { usePeopleColumns } from './people-columns.js';
import { usePeople, useRemove } from './people-queries.js';

export function PeoplePage() {
  const isOperator = useMe().role === 'operator';
  const [{ tenantId = 'platform' }, change] = useFilters(['tenantId']);
  const whose = isOperator ? tenantId : undefined;
  const [inviting, setInviting] = useState(false);
  const [removed, setRemoved] = useState<Person>();
  return (
    <Page
      title="People"
      description="Who may sign in here. Everyone in a tenant has the same rights."
      actions={
        <Button variant="primary" onClick={() => setInviting(true)}>
          Invite
        </Button>
      }
    >
      <PageTable
        pages={usePeople(whose)}
        label="People"
        trackBy="userId"
        columnDefinitions={usePeopleColumns(setRemoved)}
        empty={<b>Nobody yet</b>}
        filter={
          isOperator && (
            <FormField label="Tenant">
              <TenantSelect value={tenantId} onChange={(id) => change({ tenantId: id })} />
            </FormField>
          )
        }
      />
      {inviting && <InviteDialog tenantId={whose} onClose={() => setInviting(false)} />}
      {removed && <RemoveDialog person={removed} onClose={() => setRemoved(undefined)} />}
    </Page>
  );
}

function RemoveDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const removing = useRemove(person);
  return (
    <ConfirmDialog
      header={`Remove ${person.name}?`}
      action="Remove"
      error={removing.error}
      busy={removing.isPending}
      onConfirm={() => removing.mutate(undefined, { onSuccess: onClose })}
      onCancel={onClose}
    >
      <Box>They are signed out at once and cannot sign in again. What they created stays.</Box>
    </ConfirmDialog>
  );
}
