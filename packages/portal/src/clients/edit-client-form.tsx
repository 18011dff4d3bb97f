import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import { useNavigate } from 'react-router';
import type { Tagged } from '../api/answer.js';
import { isProblem } from '../api/problem.js';
import type { ApiClient } from '../api/types.js';
import { useMe } from '../api/use-me.js';
import { clientPath } from '../paths.js';
import { useNotices } from '../shell/notices.js';
import { LeaveDialog } from '../ui/leave-dialog.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { EntryForm } from '../ui/entry-form.js';
import { ClientFieldset } from './client-fields.js';
import { useClientEdit } from './use-client-edit.js';

export function EditClientForm({ loaded }: { loaded: Tagged<ApiClient> }) {
  const edit = useClientEdit(loaded);
  const isOperator = useMe().role === 'operator';
  const navigate = useNavigate();
  const { done } = useNotices();
  const { clientId, tenantId } = loaded.body;
  const submit = async () => {
    const { name } = await edit.save();
    done(`${name} is saved`);
    await navigate(clientPath(clientId));
  };
  return (
    <>
      <EntryForm
        action="Save"
        busy={edit.busy}
        cancel={{ text: 'Cancel', href: clientPath(clientId) }}
        onSubmit={() => void submit().catch(() => undefined)}
      >
        {isProblem(edit.error, 'stale_version') ? (
          <Stale reload={edit.reload} />
        ) : (
          <ProblemAlert error={edit.error} />
        )}
        {edit.reloaded && (
          <Alert type="info">
            It is as somebody else has saved it, with your own changes on top. Look, then save.
          </Alert>
        )}
        <Container>
          <ClientFieldset
            values={edit.values}
            onChange={edit.setValues}
            error={edit.error}
            mayIntrospect={isOperator && tenantId === 'platform'}
          />
        </Container>
      </EntryForm>
      <LeaveDialog when={edit.dirty && !edit.busy && !edit.saved} header="Leave without saving?">
        Your changes would be lost.
      </LeaveDialog>
    </>
  );
}

function Stale({ reload }: { reload: () => void }) {
  return (
    <div role="alert">
      <Alert
        type="warning"
        header="Changed by someone else"
        action={
          <Button formAction="none" onClick={reload}>
            Reload
          </Button>
        }
      >
        Somebody has saved this client since you opened it. Reload to see their changes; yours are kept on top
        of them.
      </Alert>
    </div>
  );
}
