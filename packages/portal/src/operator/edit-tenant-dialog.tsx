import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import { useState } from 'react';
import type { Tagged } from '../api/answer.js';
import { fieldError } from '../api/problem.js';
import type { Tenant } from '../api/types.js';
import { ListField } from '../clients/list-field.js';
import { useNotices } from '../shell/notices.js';
import { EntryForm } from '../ui/entry-form.js';
import { useEditTenant } from './tenant-queries.js';

interface Props {
  readonly loaded: Tagged<Tenant>;
  readonly onClose: () => void;
}

export function EditTenantDialog({ loaded, onClose }: Props) {
  // What is read anew behind the dialog changes neither what was typed nor what it is saved onto.
  const [{ body: tenant, etag }] = useState(loaded);
  const [name, setName] = useState(tenant.name);
  const [allowedScopes, setAllowedScopes] = useState(tenant.allowedScopes);
  const editing = useEditTenant(tenant);
  const { done } = useNotices();
  const submit = () =>
    editing.mutate(
      { etag, fields: { name, allowedScopes } },
      {
        onSuccess: () => {
          done(`${name} is saved`);
          onClose();
        },
      },
    );
  return (
    <Modal visible header={`Edit ${tenant.name}`} onDismiss={onClose}>
      <EntryForm
        action="Save"
        busy={editing.isPending}
        error={editing.error}
        cancel={{ text: 'Cancel', onClick: onClose }}
        onSubmit={submit}
      >
        <FormField label="Name" errorText={fieldError(editing.error, 'name')}>
          <Input
            autoFocus
            value={name}
            autoComplete={false}
            onChange={({ detail }) => setName(detail.value)}
          />
        </FormField>
        <ListField
          label="Allowed scopes"
          description="What its clients may ask for, at most. Fewer: tokens with others are cut off."
          placeholder="orders:read"
          values={allowedScopes}
          onChange={setAllowedScopes}
          errorText={fieldError(editing.error, 'allowedScopes')}
        />
      </EntryForm>
    </Modal>
  );
}
