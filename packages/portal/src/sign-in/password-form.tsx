import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState } from 'react';
import { EntryForm } from '../ui/entry-form.js';

interface Props {
  readonly fixedEmail?: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSend: (answer: { email: string; password: string }) => void;
}

export function PasswordForm({ fixedEmail, busy, error, onSend }: Props) {
  const [email, setEmail] = useState(fixedEmail ?? '');
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
          autoFocus={fixedEmail === undefined}
          readOnly={fixedEmail !== undefined}
          value={email}
          onChange={({ detail }) => setEmail(detail.value)}
        />
      </FormField>
      <FormField label="Password" description="The first time: the one that was mailed to you.">
        <Input
          type="password"
          autoComplete="current-password"
          autoFocus={fixedEmail !== undefined}
          value={password}
          onChange={({ detail }) => setPassword(detail.value)}
        />
      </FormField>
    </EntryForm>
  );
}
