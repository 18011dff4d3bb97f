import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import type { AuditEvent } from '../api/types.js';
import { clientPath } from '../paths.js';
import { When } from '../ui/when.js';
import { actionText } from './action-text.js';

/** @param names of people, by id */
export function columns(names: ReadonlyMap<string, string>): TableProps.ColumnDefinition<AuditEvent>[] {
  return [
    { id: 'at', header: 'When', cell: ({ at }) => <When at={at} precise /> },
    {
      id: 'action',
      header: 'What',
      minWidth: 200,
      isRowHeader: true,
      cell: ({ action, outcome }) => <What action={action} outcome={outcome} />,
    },
    { id: 'target', header: 'To what', cell: ({ target }) => <Target {...target} names={names} /> },
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
}

function What({ action, outcome }: Pick<AuditEvent, 'action' | 'outcome'>) {
  if (outcome === 'success') return actionText(action);
  return <StatusIndicator type="error">{actionText(action)}</StatusIndicator>;
}

function Target({ type, id, names }: AuditEvent['target'] & { names: ReadonlyMap<string, string> }) {
  if (type === 'client') return <Link href={clientPath(id)}>{id}</Link>;
  return (type === 'user' && names.get(id)) || id;
}

function nameOf(type: AuditEvent['actor']['type']): string {
  return type === 'system' ? 'The broker' : type === 'anonymous' ? 'Anonymous' : type;
}
