import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import type { AuditEvent } from '../api/types.js';
import { clientPath } from '../paths.js';
import { When } from '../ui/when.js';
import { actionText } from './action-text.js';

export const COLUMNS: readonly TableProps.ColumnDefinition<AuditEvent>[] = [
  { id: 'at', header: 'When', cell: ({ at }) => <When at={at} /> },
  {
    id: 'action',
    header: 'What',
    minWidth: 200,
    isRowHeader: true,
    cell: ({ action, outcome }) => <What action={action} outcome={outcome} />,
  },
  { id: 'target', header: 'To what', cell: ({ target }) => <Target {...target} /> },
  { id: 'actor', header: 'Who', cell: ({ actor: { email, id, type } }) => email ?? id ?? nameOf(type) },
  { id: 'ip', header: 'From', cell: ({ ip }) => ip ?? '–' },
  {
    id: 'request',
    header: 'Request',
    minWidth: 190,
    cell: ({ requestId }) => (
      <Box variant="small" color="text-body-secondary">
        {requestId}
      </Box>
    ),
  },
];

function What({ action, outcome }: Pick<AuditEvent, 'action' | 'outcome'>) {
  if (outcome === 'success') return actionText(action);
  return <StatusIndicator type="error">{actionText(action)}</StatusIndicator>;
}

function Target({ type, id }: AuditEvent['target']) {
  if (type === 'client') return <Link href={clientPath(id)}>{id}</Link>;
  return id;
}

function nameOf(type: AuditEvent['actor']['type']): string {
  return type === 'system' ? 'The broker' : type === 'anonymous' ? 'Anonymous' : type;
}
