import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import { useState } from 'react';
import { useConfig } from '../api/use-config.js';
import { HOME } from '../paths.js';
import { Centred } from '../sign-in/centred.js';
import { Waiting } from '../ui/waiting.js';
import { ApplyForm } from './apply-form.js';

/** What becomes of an application, by the installation's mode. */
const NEXT = {
  approval: 'An operator decides. If it is accepted, an invitation with a first password comes by mail.',
  open: 'An invitation with a first password comes by mail in a few minutes.',
};

export function ApplyPage() {
  const config = useConfig();
  const [email, setEmail] = useState<string>();
  const mode = config.data?.registration;
  return (
    <Centred title="Apply for access">
      {mode === undefined && <Waiting query={config} />}
      {mode === 'closed' && (
        <Alert type="info" header="Applications are closed">
          Ask the provider: they can still register your organisation.
        </Alert>
      )}
      {mode !== undefined && mode !== 'closed' && email !== undefined && (
        <Alert type="success" header="Your application has arrived">
          {NEXT[mode]} It goes to {email}.
        </Alert>
      )}
      {mode !== undefined && mode !== 'closed' && email === undefined && (
        <Container
          header={
            <Header variant="h1" description={NEXT[mode]}>
              Apply for access
            </Header>
          }
        >
          <ApplyForm onReceived={setEmail} />
        </Container>
      )}
      <Box>
        <Link href={HOME}>Back to sign-in</Link>
      </Box>
    </Centred>
  );
}
