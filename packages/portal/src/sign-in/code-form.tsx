import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState } from 'react';
import { EntryForm } from '../ui/entry-form.js';

interface Props {
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSend: (code: string) => void;
  readonly onCancel: () => void;
}

/** The second factor. */
export function CodeForm({ busy, error, onSend, onCancel }: Props) {
  const [code, setCode] = useState('');
  return (
    <EntryForm
      action="Continue"
      busy={busy}
      error={error}
      cancel={{ text: 'Start over', onClick: onCancel }}
      onSubmit={() => code !== '' && onSend(code.replaceAll(' ', ''))}
    >
      <FormField label="Code" description="Six digits, from your authenticator app.">
        <Input
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          value={code}
          onChange={({ detail }) => setCode(detail.value)}
        />
      </FormField>
    </EntryForm>
  );
}
