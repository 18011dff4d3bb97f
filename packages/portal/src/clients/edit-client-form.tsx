import Container from '@cloudscape-design/components/container';
import { Navigate } from 'react-router';
import type { Tagged } from '../api/answer.js';
import type { ApiClient } from '../api/types.js';
import { useMe } from '../api/use-me.js';
import { clientPath } from '../paths.js';
import { useNotices } from '../shell/notices.js';
import { EditProblem } from '../ui/edit-problem.js';
import { LeaveDialog } from '../ui/leave-dialog.js';
import { EntryForm } from '../ui/entry-form.js';
import { ClientFieldset } from './client-fields.js';
import { useClientEdit } from './use-client-edit.js';

export function EditClientForm({ loaded }: { loaded: Tagged<ApiClient> }) {
  const edit = useClientEdit(loaded);
  const isOperator = useMe().role === 'operator';
  const { done } = useNotices();
  const { clientId, tenantId } = loaded.body;
  const submit = async () => {
    const { name } = await edit.save();
    done(`${name} is saved`, { path: clientPath(clientId) });
  };
  if (edit.saved) return <Navigate to={clientPath(clientId)} />;
  return (
    <>
      <EntryForm
        action="Save"
        busy={edit.busy}
        cancel={{ text: 'Cancel', href: clientPath(clientId) }}
        onSubmit={() => void submit().catch(() => undefined)}
      >
        <EditProblem error={edit.error} reloaded={edit.reloaded} reload={edit.reload} />
        <Container>
          <ClientFieldset
            values={edit.values}
            onChange={edit.setValues}
            error={edit.error}
            mayIntrospect={isOperator && tenantId === 'platform'}
          />
        </Container>
      </EntryForm>
      <LeaveDialog when={edit.dirty} header="Leave without saving?">
        Your changes would be lost.
      </LeaveDialog>
    </>
  );
}
