import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import type { Credential } from '../api/types.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { timeText } from '../ui/when.js';
import { nameOf } from './credential-name.js';
import { useRevoke } from './credential-queries.js';

interface Props {
  readonly clientId: string;
  readonly credential: Credential;
  readonly onClose: () => void;
}

export function RevokeDialog({ clientId, credential, onClose }: Props) {
  const revoking = useRevoke(clientId, credential.credentialId);
  const { lastUsedAt, safeToRevoke } = credential;
  return (
    <ConfirmDialog
      header={`Revoke ${nameOf(credential)}?`}
      action="Revoke"
      error={revoking.error}
      busy={revoking.isPending}
      onConfirm={() => revoking.mutate(undefined, { onSuccess: onClose })}
      onCancel={onClose}
    >
      {lastUsedAt !== null && !safeToRevoke && (
        <Alert type="warning">
          It was used last on {timeText(lastUsedAt)}. Whatever still uses it stops working.
        </Alert>
      )}
      <Box>It is refused from the moment you confirm, for good, and its tokens are cut off.</Box>
    </ConfirmDialog>
  );
}
