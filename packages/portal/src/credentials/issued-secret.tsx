import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import type { IssuedCredential } from '../api/types.js';
import { useConfig } from '../api/use-config.js';
import { LeaveDialog } from '../ui/leave-dialog.js';
import { downloadEnv } from './env-file.js';
import { Snippets } from './snippets.js';

interface Props {
  readonly issued: IssuedCredential;
  /** What comes after it. */
  readonly done: ReactNode;
}

/** The one time that a secret is shown: it is in the memory of this page and nowhere else. */
export function IssuedSecret({ issued, done }: Props) {
  const { clientId, credential } = issued;
  const tokenUrl = useConfig().data?.tokenUrl ?? `${location.origin}/oauth/token`;
  const [kept, setKept] = useState(false);
  return (
    <SpaceBetween size="l">
      <Alert type="warning" header="This is the only time that it is shown">
        Copy it or download it now, and keep it like a password. If it is lost, issue another one.
      </Alert>
      <Container header={<Header variant="h2">The credential</Header>}>
        <SpaceBetween size="m">
          <Box variant="code">
            <span data-secret>{credential}</span>
          </Box>
          <SpaceBetween direction="horizontal" size="xs">
            <CopyToClipboard
              copyButtonText="Copy"
              textToCopy={credential}
              copySuccessText="Copied"
              copyErrorText="Not copied: select it and copy it by hand"
              onCopySuccess={() => setKept(true)}
            />
            <Button
              iconName="download"
              onClick={() => {
                downloadEnv({ tokenUrl, clientId, credential });
                setKept(true);
              }}
            >
              Download as .env
            </Button>
            {done}
          </SpaceBetween>
        </SpaceBetween>
      </Container>
      <Snippets clientId={clientId} tokenUrl={tokenUrl} />
      <LeaveDialog when={!kept} header="Leave without the credential?">
        You have neither copied nor downloaded it, and it is not shown again.
      </LeaveDialog>
    </SpaceBetween>
  );
}
