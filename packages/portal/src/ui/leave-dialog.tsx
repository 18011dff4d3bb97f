import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useLeaveWarning } from './use-leave-warning.js';

interface Props {
  readonly when: boolean;
  readonly header: string;
  readonly children: ReactNode;
}

/** Asks before a page is left on which something would be lost. */
export function LeaveDialog({ when, header, children }: Props) {
  const blocker = useLeaveWarning(when);
  if (blocker.state !== 'blocked') return null;
  return (
    <Modal
      visible
      header={header}
      onDismiss={() => blocker.reset()}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={() => blocker.proceed()}>
              Leave
            </Button>
            <Button variant="primary" onClick={() => blocker.reset()}>
              Stay
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      {children}
    </Modal>
  );
}
