import FormField from '@cloudscape-design/components/form-field';
import Input, { type InputProps } from '@cloudscape-design/components/input';
import { useState } from 'react';
import { bodyOf } from '../api/answer.js';
import { fieldError } from '../api/problem.js';
import { publicApi } from '../api/public-api.js';
import { useCreation } from '../api/use-creation.js';
import { EntryForm } from '../ui/entry-form.js';

const EMPTY = { organization: '', name: '', email: '', client: '' };
type Name = keyof typeof EMPTY;

interface Field {
  readonly name: Name;
  /** As the API calls it. */
  readonly path: string;
  readonly label: string;
  readonly description?: string;
  readonly input?: Partial<InputProps>;
}

const FIELDS: readonly Field[] = [
  {
    name: 'organization',
    path: 'organization',
    label: 'Organisation',
    input: { autoComplete: 'organization' },
  },
  { name: 'name', path: 'admin.name', label: 'Your name', input: { autoComplete: 'name' } },
  {
    name: 'email',
    path: 'admin.email',
    label: 'Your e-mail address',
    description: 'The invitation goes there.',
    input: { type: 'email', autoComplete: 'email' },
  },
  {
    name: 'client',
    path: 'client.name',
    label: 'First API client',
    description: 'The system of yours that will call the API, such as Warehouse sync.',
    input: { autoComplete: false },
  },
];

/** @param onReceived is told the address */
export function ApplyForm({ onReceived }: { onReceived: (email: string) => void }) {
  const [values, setValues] = useState(EMPTY);
  const applying = useCreation((body: typeof EMPTY, key) => send(body, key));
  return (
    <EntryForm
      action="Apply"
      busy={applying.isPending}
      error={applying.error}
      onSubmit={() => applying.mutate(values, { onSuccess: () => onReceived(values.email) })}
    >
      {FIELDS.map(({ name, path, label, description, input }) => (
        <FormField
          key={name}
          label={label}
          description={description}
          errorText={fieldError(applying.error, path)}
        >
          <Input
            {...input}
            value={values[name]}
            onChange={({ detail }) => setValues({ ...values, [name]: detail.value })}
          />
        </FormField>
      ))}
    </EntryForm>
  );
}

function send({ organization, name, email, client }: typeof EMPTY, key: string) {
  const body = { organization, admin: { email: email.trim(), name }, client: { name: client } };
  return bodyOf(
    publicApi.POST('/api/v1/registrations', { params: { header: { 'Idempotency-Key': key } }, body }),
  );
}
