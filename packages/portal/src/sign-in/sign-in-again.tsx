import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { session } from '../api/session.js';
import { me } from '../api/use-me.js';
import { SignInSteps } from './sign-in-steps.js';

/** Over the page, which keeps what was typed and goes on afterwards. Nobody else can go on with it. */
export function SignInAgain() {
  const email = useQueryClient().getQueryData(me.queryKey)?.email;
  const [closing, setClosing] = useState(false);
  return (
    <Modal visible header="Your session has ended" onDismiss={() => setClosing(true)}>
      <SpaceBetween size="m">
        <Box>Sign in again. What you have typed is kept, and what you were about to do goes on.</Box>
        <SignInSteps email={email} />
        {closing && <Alert type="warning">Leave the page only if nothing on it is still needed.</Alert>}
        <Button variant="inline-link" onClick={() => session.leave()}>
          Leave the page instead
        </Button>
      </SpaceBetween>
    </Modal>
  );
}
