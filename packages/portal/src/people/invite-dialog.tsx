import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState } from 'react';
import { fieldError } from '../api/problem.js';
import { useNotices } from '../shell/notices.js';
import { Dialog } from '../ui/dialog.js';
import { EntryForm } from '../ui/entry-form.js';
import { type Invitation, useInvite } from './people-queries.js';

interface Props {
  /** Whose, where an operator invites. */
  readonly tenantId: string | undefined;
  readonly onClose: () => void;
}

export function InviteDialog({ tenantId, onClose }: Props) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const inviting = useInvite();
  const { done } = useNotices();
  const submit = () =>
    inviting.mutate(invitation(email, name, tenantId), {
      onSuccess: (person) => {
        done(`${person.name} is invited`, { content: `A first password is mailed to ${person.email}.` });
        onClose();
      },
    });
  return (
    <Dialog header={tenantId === 'platform' ? 'Invite an operator' : 'Invite a person'} onClose={onClose}>
      <EntryForm
        action="Invite"
        busy={inviting.isPending}
        error={inviting.error}
        cancel={{ text: 'Cancel', onClick: onClose }}
        onSubmit={submit}
      >
        <FormField label="Name" errorText={fieldError(inviting.error, 'name')}>
          <Input
            autoFocus
            value={name}
            autoComplete={false}
            onChange={({ detail }) => setName(detail.value)}
          />
        </FormField>
        <FormField
          label="E-mail address"
          description="A first password is mailed to it."
          errorText={fieldError(inviting.error, 'email')}
        >
          <Input
            type="email"
            value={email}
            autoComplete={false}
            onChange={({ detail }) => setEmail(detail.value)}
          />
        </FormField>
      </EntryForm>
    </Dialog>
  );
}

/** Everybody of the platform's own tenant is an operator. */
function invitation(address: string, name: string, tenantId: string | undefined): Invitation {
  const email = address.trim();
  if (tenantId === 'platform') return { email, name, role: 'operator' };
  return { email, name, role: 'tenant_admin', tenantId };
}
