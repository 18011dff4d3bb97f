import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useRef } from 'react';
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
  const { isFirst, onInput } = usePresses();
  return (
    <form
      noValidate
      onInput={onInput}
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        if (!busy && isFirst()) onSubmit();
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

/** Milliseconds in which a second press is the same one; after that it is seen that the form is busy. */
const DOUBLE_PRESS = 500;

/** Tells a double press, with nothing typed in between, from two. */
function usePresses() {
  const last = useRef(-DOUBLE_PRESS);
  return {
    isFirst: () => {
      const since = performance.now() - last.current;
      if (since >= DOUBLE_PRESS) last.current += since;
      return since >= DOUBLE_PRESS;
    },
    onInput: () => {
      last.current = -DOUBLE_PRESS;
    },
  };
}
