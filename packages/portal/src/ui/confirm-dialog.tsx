import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { Dialog } from './dialog.js';
import { ProblemAlert } from './problem-alert.js';

interface Props {
  readonly header: string;
  /** What the button says. */
  readonly action: string;
  /** To be typed first, where there is no way back. */
  readonly typed?: string;
  readonly error: unknown;
  readonly busy: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
  /** What it means. */
  readonly children: ReactNode;
}

/** Says what is about to happen, and does it only when told so. */
export function ConfirmDialog({ header, action, typed, error, busy, onConfirm, onCancel, children }: Props) {
  const [text, setText] = useState('');
  const ready = typed === undefined || text === typed;
  return (
    <Dialog
      header={header}
      busy={busy}
      onClose={onCancel}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onCancel}>
              Cancel
            </Button>
            <Button variant="primary" disabled={!ready} loading={busy} onClick={onConfirm}>
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {children}
        {typed !== undefined && (
          <FormField label={`To confirm, type ${typed}`}>
            <Input
              value={text}
              onChange={({ detail }) => setText(detail.value)}
              autoComplete={false}
              spellcheck={false}
            />
          </FormField>
        )}
        <ProblemAlert error={error} />
      </SpaceBetween>
    </Dialog>
  );
}
