import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Credential } from '../api/types.js';
import { clientPath, issuePath } from '../paths.js';
import { Waiting } from '../ui/waiting.js';
import { timeText, When } from '../ui/when.js';
import { endOf, hasEnded, works } from './credential-life.js';
import { nameOf } from './credential-name.js';
import { credentialQuery, POLL } from './credential-queries.js';
import { CredentialStatus } from './credential-status.js';
import { RevokeDialog } from './revoke-dialog.js';

interface Props {
  readonly clientId: string;
  readonly old: Credential;
}

/** Which of the two is in use, until the old one has ended. */
export function RotationWatch({ clientId, old }: Props) {
  const [revoking, setRevoking] = useState(false);
  const query = useQuery({
    ...credentialQuery(clientId, old.successorId ?? ''),
    enabled: old.successorId !== null,
    refetchInterval: !hasEnded(old) && POLL,
  });
  const successor = query.data;
  return (
    <SpaceBetween size="l">
      {successor === undefined && <Waiting query={query} />}
      <Verdict clientId={clientId} old={old} successor={successor} />
      <Container
        header={
          <Header variant="h2" description="Looked at every ten seconds; accurate to a minute.">
            In use
          </Header>
        }
      >
        <KeyValuePairs
          columns={2}
          items={[...(successor ? [group('New', successor)] : []), group('Old', old)]}
        />
      </Container>
      <SpaceBetween direction="horizontal" size="xs">
        <Button href={clientPath(clientId)}>{hasEnded(old) ? 'Done' : 'Come back later'}</Button>
        {!hasEnded(old) && (
          <Button
            variant={old.safeToRevoke && successor && !isLost(successor) ? 'primary' : 'normal'}
            onClick={() => setRevoking(true)}
          >
            Revoke the old one
          </Button>
        )}
      </SpaceBetween>
      {revoking && <RevokeDialog clientId={clientId} credential={old} onClose={() => setRevoking(false)} />}
    </SpaceBetween>
  );
}

interface VerdictProps extends Props {
  readonly successor: Credential | undefined;
}

function Verdict({ clientId, old, successor }: VerdictProps) {
  const endsAt = hasEnded(old) ? null : endOf(old);
  const end = endsAt ? ` The old one ends by itself on ${timeText(endsAt)}.` : '';
  if (successor && isLost(successor))
    return (
      <Alert
        type="warning"
        header="The new one does not work"
        action={<Button href={issuePath(clientId)}>Issue another</Button>}
      >
        Whatever used the old one needs another credential.{end}
      </Alert>
    );
  if (hasEnded(old))
    return <Alert type="success">The old credential has ended. The rotation is finished.</Alert>;
  if (successor === undefined) return null;
  if (old.safeToRevoke)
    return (
      <Alert type="success">
        The new one is used, and the old one has not been for a day. Revoke the old one.{end}
      </Alert>
    );
  if (successor.lastUsedAt)
    return (
      <Alert type="info">
        The new one is used. The old one was used within the last day: wait, or revoke it.{end}
      </Alert>
    );
  const both = works(old) && works(successor) ? ' Both work.' : '';
  return (
    <Alert type="info">
      The new one has not been used yet.{both}
      {end}
    </Alert>
  );
}

/** It does not work, and nothing has replaced it in its turn. */
function isLost(successor: Credential): boolean {
  return !works(successor) && successor.successorId === null;
}

function group(title: string, credential: Credential) {
  return {
    type: 'group' as const,
    title: `${title}: ${nameOf(credential)}`,
    items: [
      { label: 'Status', value: <CredentialStatus status={credential.status} /> },
      { label: 'Last used', value: <LastUse credential={credential} /> },
      { label: 'From', value: credential.lastUsedFrom ?? '–' },
    ],
  };
}

function LastUse({ credential: { lastUsedAt } }: { credential: Credential }) {
  return lastUsedAt ? <When at={lastUsedAt} /> : <StatusIndicator type="pending">Not yet</StatusIndicator>;
}
