import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { explain } from './explain.js';

/** Why something did not work, and what to do; nothing without an error. */
export function ProblemAlert({ error, retry }: { error: unknown; retry?: () => void }) {
  if (!error) return null;
  const { title, text } = explain(error);
  const action = retry && (
    <Button formAction="none" onClick={retry}>
      Try again
    </Button>
  );
  return (
    <div role="alert">
      <Alert type="error" header={title} action={action}>
        {text}
      </Alert>
    </div>
  );
}
