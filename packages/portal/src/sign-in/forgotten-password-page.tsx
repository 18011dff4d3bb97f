import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Link from '@cloudscape-design/components/link';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { bodyOf } from '../api/answer.js';
import { publicApi } from '../api/public-api.js';
import { HOME } from '../paths.js';
import { EntryForm } from '../ui/entry-form.js';
import { Centred } from './centred.js';
import { ResetPasswordForm } from './reset-password-form.js';

/** A code by mail, then another password. Whether the address is known is not told. */
export function ForgottenPasswordPage() {
  const [email, setEmail] = useState('');
  const [done, setDone] = useState(false);
  const asking = useMutation({
    mutationFn: () =>
      bodyOf(publicApi.POST('/api/v1/auth/forgot-password', { body: { email: email.trim() } })),
  });
  return (
    <Centred title="Forgotten password">
      {done && (
        <Alert type="success">
          Your new password is set, and all your sign-ins have ended. Sign in with it.
        </Alert>
      )}
      {!done && (
        <Container header={<Header variant="h1">Forgotten password</Header>}>
          {asking.isSuccess ? (
            <ResetPasswordForm
              email={email.trim()}
              onDone={() => setDone(true)}
              onAgain={() => asking.reset()}
            />
          ) : (
            <EntryForm
              action="Send a code"
              busy={asking.isPending}
              error={asking.error}
              onSubmit={() => email.trim() !== '' && asking.mutate()}
            >
              <FormField label="E-mail address" description="If it is known here, a code is mailed to it.">
                <Input
                  type="email"
                  autoComplete="username"
                  autoFocus
                  value={email}
                  onChange={({ detail }) => setEmail(detail.value)}
                />
              </FormField>
            </EntryForm>
          )}
        </Container>
      )}
      <Link href={HOME}>Back to sign-in</Link>
    </Centred>
  );
}
