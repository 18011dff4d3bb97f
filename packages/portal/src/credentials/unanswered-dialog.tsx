import { isUnanswered } from '../api/use-creation.js';
import { LeaveDialog } from '../ui/leave-dialog.js';

/** Asks before a request is left whose answer has the secret: no other page can have it sent again. */
export function UnansweredDialog({ making }: { making: Parameters<typeof isUnanswered>[0] }) {
  return (
    <LeaveDialog when={isUnanswered(making)} header="Leave before the credential is shown?">
      It may have been issued already, and its secret is shown here alone.
    </LeaveDialog>
  );
}
