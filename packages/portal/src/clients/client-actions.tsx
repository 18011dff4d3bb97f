import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { ApiClient } from '../api/types.js';
import { CLIENTS, editPath } from '../paths.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { useDeleteClient, useSwitchClient } from './client-queries.js';

type Dialog = 'switch' | 'delete' | undefined;

/** What can be done to a client; what it means is said before. */
export function ClientActions({ client }: { client: ApiClient }) {
  const [dialog, setDialog] = useState<Dialog>();
  const close = () => setDialog(undefined);
  const toggled = client.status === 'disabled' ? 'Enable' : 'Disable';
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button href={editPath(client.clientId)}>Edit</Button>
      {client.status !== 'provisioning' && <Button onClick={() => setDialog('switch')}>{toggled}</Button>}
      <Button onClick={() => setDialog('delete')}>Delete</Button>
      {dialog === 'switch' && <SwitchDialog client={client} onClose={close} />}
      {dialog === 'delete' && <DeleteDialog client={client} onClose={close} />}
    </SpaceBetween>
  );
}

interface Props {
  readonly client: ApiClient;
  readonly onClose: () => void;
}

const DISABLING =
  'It gets no tokens from the moment you confirm. Tokens that are out are cut off. Its credentials are kept, and work again once it is enabled.';
const ENABLING =
  'Its credentials work again after a few seconds. Tokens from before it was disabled stay cut off.';

function SwitchDialog({ client, onClose }: Props) {
  // What the dialog asks stays the same while its answer changes the client.
  const [to] = useState(client.status === 'disabled' ? ('enable' as const) : ('disable' as const));
  const switching = useSwitchClient(client, to);
  const verb = to === 'disable' ? 'Disable' : 'Enable';
  return (
    <ConfirmDialog
      header={`${verb} ${client.name}?`}
      action={verb}
      error={switching.error}
      busy={switching.isPending}
      onConfirm={() => switching.mutate(undefined, { onSuccess: onClose })}
      onCancel={onClose}
    >
      <Box>{to === 'disable' ? DISABLING : ENABLING}</Box>
    </ConfirmDialog>
  );
}

function DeleteDialog({ client, onClose }: Props) {
  const navigate = useNavigate();
  const deleting = useDeleteClient(client, () => navigate(CLIENTS));
  return (
    <ConfirmDialog
      header={`Delete ${client.name}?`}
      action="Delete"
      typed={client.name}
      error={deleting.error}
      busy={deleting.isPending}
      onConfirm={() => deleting.mutate()}
      onCancel={onClose}
    >
      <Box>
        It goes for good, with all its credentials. Its tokens are cut off at once. To stop it for a while,
        disable it instead.
      </Box>
    </ConfirmDialog>
  );
}
