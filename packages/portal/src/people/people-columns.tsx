import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import type { Person } from '../api/types.js';
import { useMe } from '../api/use-me.js';
import { useInviteAgain } from './people-queries.js';
import { ROLES } from './roles.js';

const STATUS: Record<Person['status'], [StatusIndicatorProps.Type, string]> = {
  active: ['success', 'Active'],
  invited: ['pending', 'Invited'],
  invitation_failed: ['error', 'Mail not sent'],
};

export function usePeopleColumns(onRemove: (person: Person) => void): TableProps.ColumnDefinition<Person>[] {
  const me = useMe();
  const again = useInviteAgain();
  const isBusy = ({ userId }: Person) => again.isPending && again.variables.userId === userId;
  return [
    { id: 'name', header: 'Name', isRowHeader: true, cell: ({ name }) => name },
    { id: 'email', header: 'E-mail address', cell: ({ email }) => email },
    { id: 'role', header: 'Role', cell: ({ role }) => ROLES[role] },
    { id: 'status', header: 'Status', cell: ({ status }) => <Status status={status} /> },
    {
      id: 'actions',
      header: 'Actions',
      cell: (person) => (
        <SpaceBetween direction="horizontal" size="xs">
          {person.status !== 'active' && (
            <Button
              variant="inline-link"
              loading={isBusy(person)}
              ariaLabel={`Invite again: ${person.name}`}
              onClick={() => again.mutate(person)}
            >
              Invite again
            </Button>
          )}
          {person.userId !== me.userId && (
            <Button
              variant="inline-link"
              ariaLabel={`Remove ${person.name}`}
              onClick={() => onRemove(person)}
            >
              Remove
            </Button>
          )}
        </SpaceBetween>
      ),
    },
  ];
}

function Status({ status }: Pick<Person, 'status'>) {
  const [type, text] = STATUS[status];
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}
