import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { isProblem } from '../api/problem.js';
import { ProblemAlert } from './problem-alert.js';

interface Props {
  readonly error: unknown;
  /** Whether the form stands on what somebody else has saved meanwhile. */
  readonly reloaded: boolean;
  readonly reload: () => void;
}

/** Why an edit was not saved; and what it stands on, once it was read anew. */
export function EditProblem({ error, reloaded, reload }: Props) {
  return (
    <>
      {isProblem(error, 'stale_version') ? <Stale reload={reload} /> : <ProblemAlert error={error} />}
      {reloaded && (
        <Alert type="info">
          It is as somebody else has saved it, with your own changes on top. Look, then save.
        </Alert>
      )}
    </>
  );
}

function Stale({ reload }: { reload: () => void }) {
  return (
    <div role="alert">
      <Alert
        type="warning"
        header="Changed by someone else"
        action={
          <Button formAction="none" onClick={reload}>
            Reload
          </Button>
        }
      >
        Somebody has saved it since you opened it. Reload to see their changes; yours are kept on top of them.
      </Alert>
    </div>
  );
}
