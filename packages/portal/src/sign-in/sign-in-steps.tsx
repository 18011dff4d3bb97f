import { CodeForm } from './code-form.js';
import { NewPasswordForm } from './new-password-form.js';
import { PasswordForm } from './password-form.js';
import { useSignIn } from './use-sign-in.js';

/** @param email who it has to be; left out: anybody */
export function SignInSteps({ email }: { email?: string }) {
  const { step, send, busy, error, startOver } = useSignIn();
  if (step.name === 'password')
    return (
      <PasswordForm
        email={email ?? step.email}
        isFixed={email !== undefined}
        busy={busy}
        error={error}
        onSend={send}
      />
    );
  const shared = { busy, error, onCancel: startOver };
  if (step.name === 'code')
    return <CodeForm {...shared} onSend={(code) => send({ email: step.email, code })} />;
  return <NewPasswordForm {...shared} onSend={(newPassword) => send({ email: step.email, newPassword })} />;
}
