import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { fieldError } from '../api/problem.js';
import type { ClientFields } from './client-queries.js';
import { ListField } from './list-field.js';
import { optional } from '../ui/optional-label.js';

interface Props {
  readonly values: ClientFields;
  readonly onChange: (values: ClientFields) => void;
  readonly error: unknown;
  /** Whether it may be told that the client may introspect. */
  readonly mayIntrospect: boolean;
}

/** What is said about a client, when it is made and later. */
export function ClientFieldset({ values, onChange, error, mayIntrospect }: Props) {
  const set = (changes: Partial<ClientFields>) => onChange({ ...values, ...changes });
  return (
    <SpaceBetween size="l">
      <FormField label="Name" errorText={fieldError(error, 'name')}>
        <Input
          value={values.name}
          autoComplete={false}
          onChange={({ detail }) => set({ name: detail.value })}
        />
      </FormField>
      <FormField label={optional('Description')} errorText={fieldError(error, 'description')}>
        <Textarea
          rows={2}
          value={values.description}
          onChange={({ detail }) => set({ description: detail.value })}
        />
      </FormField>
      <ListField
        label="Scopes"
        description="What its tokens may do. Press Enter after each."
        placeholder="orders:read"
        values={values.scopes}
        onChange={(scopes) => set({ scopes })}
        errorText={fieldError(error, 'scopes')}
      />
      <ListField
        label="Allowed addresses"
        description="CIDR blocks that it may ask for tokens from. None: from anywhere."
        placeholder="198.51.100.0/24"
        values={values.allowedCidrs}
        onChange={(allowedCidrs) => set({ allowedCidrs })}
        errorText={fieldError(error, 'allowedCidrs')}
      />
      {mayIntrospect && (
        <Checkbox
          checked={values.introspect}
          onChange={({ detail }) => set({ introspect: detail.checked })}
          description="For your own APIs, which ask whether a token is good right now."
        >
          May call introspection
        </Checkbox>
      )}
    </SpaceBetween>
  );
}
