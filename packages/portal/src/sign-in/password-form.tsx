import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState } from 'react';
import { EntryForm } from '../ui/entry-form.js';

interface Props {
  readonly email: string | undefined;
  /** Whether it has to be that one. */
  readonly isFixed: boolean;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSend: (answer: { email: string; password: string }) => void;
}

export function PasswordForm({ email: known = '', isFixed, busy, error, onSend }: Props) {
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState('');
  const ready = email.trim() !== '' && password !== '';
  return (
    <EntryForm
      action="Sign in"
      busy={busy}
      error={error}
      onSubmit={() => ready && onSend({ email: email.trim(), password })}
    >
      <FormField label="E-mail address">
        <Input
          type="email"
          autoComplete="username"
          autoFocus={known === ''}
          readOnly={isFixed}
          value={email}
          onChange={({ detail }) => setEmail(detail.value)}
        />
      </FormField>
      <FormField
        label="Password"
        description={isFixed ? undefined : 'At your first sign-in, the one that was mailed to you.'}
      >
        <Input
          type="password"
          autoComplete="current-password"
          autoFocus={known !== ''}
          value={password}
          onChange={({ detail }) => setPassword(detail.value)}
        />
      </FormField>
    </EntryForm>
  );
}
