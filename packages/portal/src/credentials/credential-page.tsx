import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Steps from '@cloudscape-design/components/steps';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { isProblem } from '../api/problem.js';
import type { Credential } from '../api/types.js';
import { useConfig } from '../api/use-config.js';
import { credentialPath, rotatePath } from '../paths.js';
import { Page } from '../shell/page.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { Waiting } from '../ui/waiting.js';
import { timeText, When } from '../ui/when.js';
import { hasEnded, isRotatable } from './credential-life.js';
import { nameOf } from './credential-name.js';
import { credentialQuery } from './credential-queries.js';
import { CredentialStatus } from './credential-status.js';
import { RevokeDialog } from './revoke-dialog.js';
import { Snippets } from './snippets.js';
import { timeLine } from './time-line.js';

export function CredentialPage() {
  const { clientId = '', credentialId = '' } = useParams();
  const query = useQuery(credentialQuery(clientId, credentialId));
  const successorId = query.data?.successorId;
  const successor = useQuery({ ...credentialQuery(clientId, successorId ?? ''), enabled: !!successorId });
  const tokenUrl = useConfig().data?.tokenUrl;
  if (query.data === undefined || isProblem(query.error, 'not_found'))
    return (
      <Page title="Credential">
        <Waiting query={query} />
      </Page>
    );
  const credential = query.data;
  return (
    <Page
      title={nameOf(credential)}
      actions={!hasEnded(credential) && <Actions clientId={clientId} credential={credential} />}
    >
      <ProblemAlert error={query.error} retry={() => void query.refetch()} />
      <Facts clientId={clientId} credential={credential} />
      <Container header={<Header variant="h2">Time line</Header>}>
        <Steps ariaLabel="Time line" steps={timeLine(credential, successor.data, new Date()).map(step)} />
      </Container>
      {!hasEnded(credential) && tokenUrl && <Snippets clientId={clientId} tokenUrl={tokenUrl} />}
    </Page>
  );
}

function step({ at, text }: { at: string; text: string }) {
  const past = Date.parse(at) <= Date.now();
  return {
    status: past ? ('success' as const) : ('pending' as const),
    statusIconAriaLabel: past ? 'Past' : 'To come',
    header: text,
    details: timeText(at),
  };
}

interface Props {
  readonly clientId: string;
  readonly credential: Credential;
}

function Facts({ clientId, credential }: Props) {
  const { credentialId, status, lastUsedAt, lastUsedFrom, successorId } = credential;
  const items = [
    { label: 'Credential ID', value: credentialId },
    { label: 'Status', value: <CredentialStatus status={status} /> },
    { label: 'Last used', value: <When at={lastUsedAt} never="Never" /> },
    { label: 'From', value: lastUsedFrom ?? '–' },
    ...(successorId
      ? [
          {
            label: 'Replaced by',
            value: <Link href={credentialPath(clientId, successorId)}>{successorId}</Link>,
          },
        ]
      : []),
  ];
  return (
    <Container>
      <KeyValuePairs columns={4} items={items} />
    </Container>
  );
}

function Actions({ clientId, credential }: Props) {
  const [revoking, setRevoking] = useState(false);
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {isRotatable(credential) && (
        <Button href={rotatePath(clientId, credential.credentialId)}>
          {credential.successorId === null ? 'Rotate' : 'Follow the rotation'}
        </Button>
      )}
      <Button onClick={() => setRevoking(true)}>Revoke</Button>
      {revoking && (
        <RevokeDialog clientId={clientId} credential={credential} onClose={() => setRevoking(false)} />
      )}
    </SpaceBetween>
  );
}
