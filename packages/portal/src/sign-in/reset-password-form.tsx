import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { bodyOf } from '../api/answer.js';
import { publicApi } from '../api/public-api.js';
import { EntryForm } from '../ui/entry-form.js';
import { isAcceptable, NewPasswordField } from './new-password-field.js';

interface Props {
  readonly email: string;
  readonly onDone: () => void;
  /** Another code is wanted. */
  readonly onAgain: () => void;
}

export function ResetPasswordForm({ email, onDone, onAgain }: Props) {
  const [code, setCode] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const [tried, setTried] = useState(false);
  const resetting = useMutation({
    mutationFn: () =>
      bodyOf(
        publicApi.POST('/api/v1/auth/reset-password', { body: { email, code: code.trim(), newPassword } }),
      ),
    onSuccess: onDone,
  });
  const submit = () => {
    setTried(true);
    if (code.trim() !== '' && isAcceptable(newPassword)) resetting.mutate();
  };
  return (
    <EntryForm
      action="Set password"
      busy={resetting.isPending}
      error={resetting.error}
      cancel={{ text: 'Another code', onClick: onAgain }}
      onSubmit={submit}
    >
      <Box>If {email} is known here, a code is on its way. Check your mail.</Box>
      <FormField
        label="Code"
        errorText={tried && code.trim() === '' ? 'Type the code of the mail.' : undefined}
      >
        <Input
          autoComplete="one-time-code"
          autoFocus
          value={code}
          onChange={({ detail }) => setCode(detail.value)}
        />
      </FormField>
      <NewPasswordField value={newPassword} onChange={setNewPassword} tried={tried} />
    </EntryForm>
  );
}
