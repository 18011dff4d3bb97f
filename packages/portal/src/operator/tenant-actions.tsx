import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Tenant } from '../api/types.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { EditTenantDialog } from './edit-tenant-dialog.js';
import { type TenantChange, useChangeTenant } from './tenant-queries.js';

const TEXT: Record<TenantChange, { verb: string; means: string }> = {
  suspend: {
    verb: 'Suspend',
    means:
      'None of its clients gets a token from the moment you confirm, and tokens that are out are cut off. Its people can still look.',
  },
  resume: { verb: 'Resume', means: 'Its clients get tokens again after a few seconds.' },
  delete: {
    verb: 'Delete',
    means: 'It goes for good, with all its clients, credentials and people. There is no way back.',
  },
};

/** What can be done to a tenant; the operators' own always stays active. */
export function TenantActions({ tenant }: { tenant: Tenant }) {
  const [dialog, setDialog] = useState<TenantChange | 'edit'>();
  const close = () => setDialog(undefined);
  const changes: TenantChange[] = tenant.status === 'active' ? ['suspend'] : ['resume', 'delete'];
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button onClick={() => setDialog('edit')}>Edit</Button>
      {tenant.tenantId !== 'platform' &&
        changes.map((change) => (
          <Button key={change} onClick={() => setDialog(change)}>
            {TEXT[change].verb}
          </Button>
        ))}
      {dialog === 'edit' && <EditTenantDialog tenant={tenant} onClose={close} />}
      {dialog !== undefined && dialog !== 'edit' && (
        <ChangeDialog tenant={tenant} change={dialog} onClose={close} />
      )}
    </SpaceBetween>
  );
}

interface Props {
  readonly tenant: Tenant;
  readonly change: TenantChange;
  readonly onClose: () => void;
}

function ChangeDialog({ tenant, change, onClose }: Props) {
  const changing = useChangeTenant(tenant, change);
  const { verb, means } = TEXT[change];
  return (
    <ConfirmDialog
      header={`${verb} ${tenant.name}?`}
      action={verb}
      typed={change === 'delete' ? tenant.name : undefined}
      error={changing.error}
      busy={changing.isPending}
      onConfirm={() => changing.mutate(undefined, { onSuccess: onClose })}
      onCancel={onClose}
    >
      <Box>{means}</Box>
    </ConfirmDialog>
  );
}
