import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { ProblemAlert } from './problem-alert.js';

interface Props {
  /** What the button says. */
  readonly action: string;
  readonly busy: boolean;
  /** Why it was not taken. */
  readonly error?: unknown;
  /** The way out without sending: a page, or what to do. */
  readonly cancel?: { readonly text: string; readonly href?: string; readonly onClick?: () => void };
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

/** A form that the browser knows as one (Enter, password managers) and never sends by itself. */
export function EntryForm({ action, busy, error, cancel, onSubmit, children }: Props) {
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        if (!busy) onSubmit();
      }}
    >
      <Form
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            {cancel && (
              <Button variant="link" formAction="none" href={cancel.href} onClick={cancel.onClick}>
                {cancel.text}
              </Button>
            )}
            <Button variant="primary" formAction="submit" loading={busy}>
              {action}
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="m">
          <ProblemAlert error={error} />
          {children}
        </SpaceBetween>
      </Form>
    </form>
  );
}
