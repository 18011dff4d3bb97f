import Box from '@cloudscape-design/components/box';
import { useState } from 'react';
import { fieldError } from '../api/problem.js';
import type { Application } from '../api/types.js';
import { ListField } from '../clients/list-field.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { useApprove, useReject } from './application-queries.js';

interface Props {
  readonly application: Application;
  readonly onClose: () => void;
}

export function ApproveDialog({ application, onClose }: Props) {
  const [scopes, setScopes] = useState<string[]>([]);
  const approving = useApprove(application);
  return (
    <ConfirmDialog
      header={`Approve ${application.organization}?`}
      action="Approve"
      error={approving.error}
      busy={approving.isPending}
      onConfirm={() => approving.mutate(scopes, { onSuccess: onClose })}
      onCancel={onClose}
    >
      <Box>
        {application.admin.name} is invited at {application.admin.email}, and “{application.client.name}” is
        created.
      </Box>
      <ListField
        label="Allowed scopes"
        description="What its clients may ask for, at most. None: the default of this installation."
        placeholder="orders:read"
        values={scopes}
        onChange={setScopes}
        errorText={fieldError(approving.error, 'allowedScopes')}
      />
    </ConfirmDialog>
  );
}

export function RejectDialog({ application, onClose }: Props) {
  const rejecting = useReject(application);
  return (
    <ConfirmDialog
      header={`Reject ${application.organization}?`}
      action="Reject"
      error={rejecting.error}
      busy={rejecting.isPending}
      onConfirm={() => rejecting.mutate(undefined, { onSuccess: onClose })}
      onCancel={onClose}
    >
      <Box>No mail is sent, and they may apply again.</Box>
    </ConfirmDialog>
  );
}
