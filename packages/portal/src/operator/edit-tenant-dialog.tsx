import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useQuery } from '@tanstack/react-query';
import type { Tagged } from '../api/answer.js';
import { fieldError } from '../api/problem.js';
import type { Tenant } from '../api/types.js';
import { ListField } from '../clients/list-field.js';
import { useNotices } from '../shell/notices.js';
import { Dialog } from '../ui/dialog.js';
import { EditProblem } from '../ui/edit-problem.js';
import { EntryForm } from '../ui/entry-form.js';
import { Waiting } from '../ui/waiting.js';
import { tenantQuery } from './tenant-queries.js';
import { useTenantEdit } from './use-tenant-edit.js';

interface Props {
  readonly tenant: Tenant;
  readonly onClose: () => void;
}

/** The form starts with what is read as it opens: what was read before may be old, and what is read later changes nothing. */
export function EditTenantDialog({ tenant: { tenantId, name }, onClose }: Props) {
  const tenant = useQuery({
    ...tenantQuery(tenantId),
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
  });
  const loaded = tenant.isFetchedAfterMount ? tenant.data : undefined;
  return (
    <Dialog header={`Edit ${name}`} onClose={onClose}>
      {loaded ? <EditForm loaded={loaded} onClose={onClose} /> : <Waiting query={tenant} />}
    </Dialog>
  );
}

function EditForm({ loaded, onClose }: { loaded: Tagged<Tenant>; onClose: () => void }) {
  const edit = useTenantEdit(loaded);
  const { name, allowedScopes } = edit.values;
  const { done } = useNotices();
  const submit = async () => {
    const saved = await edit.save();
    done(`${saved.name} is saved`);
    onClose();
  };
  return (
    <EntryForm
      action="Save"
      busy={edit.busy}
      cancel={{ text: 'Cancel', onClick: onClose }}
      onSubmit={() => void submit().catch(() => undefined)}
    >
      <EditProblem error={edit.error} reloaded={edit.reloaded} reload={edit.reload} />
      <FormField label="Name" errorText={fieldError(edit.error, 'name')}>
        <Input
          autoFocus
          value={name}
          autoComplete={false}
          onChange={({ detail }) => edit.setValues({ name: detail.value, allowedScopes })}
        />
      </FormField>
      <ListField
        label="Allowed scopes"
        description="What its clients may ask for, at most. Fewer: tokens with others are cut off."
        placeholder="orders:read"
        values={allowedScopes}
        onChange={(scopes) => edit.setValues({ name, allowedScopes: scopes })}
        errorText={fieldError(edit.error, 'allowedScopes')}
      />
    </EntryForm>
  );
}
