import { useState } from 'react';
import { EntryForm } from '../ui/entry-form.js';
import { isAcceptable, NewPasswordField } from './new-password-field.js';

interface Props {
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSend: (newPassword: string) => void;
  readonly onCancel: () => void;
}

/** At the first sign-in. */
export function NewPasswordForm({ busy, error, onSend, onCancel }: Props) {
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (isAcceptable(password)) onSend(password);
  };
  return (
    <EntryForm
      action="Set password"
      busy={busy}
      error={error}
      cancel={{ text: 'Start over', onClick: onCancel }}
      onSubmit={submit}
    >
      <NewPasswordField value={password} onChange={setPassword} tried={tried} autoFocus />
    </EntryForm>
  );
}
