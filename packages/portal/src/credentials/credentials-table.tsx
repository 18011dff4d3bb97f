import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { ApiClient, Credential } from '../api/types.js';
import { Expiry } from '../clients/expiry.js';
import { credentialPath, issuePath, rotatePath } from '../paths.js';
import { PageTable } from '../ui/page-table.js';
import { When } from '../ui/when.js';
import { endOf, hasEnded, isRotatable } from './credential-life.js';
import { nameOf } from './credential-name.js';
import { useCredentials } from './credential-queries.js';
import { CredentialStatus } from './credential-status.js';
import { RevokeDialog } from './revoke-dialog.js';

export function CredentialsTable({ client: { clientId, status } }: { client: ApiClient }) {
  const [revoked, setRevoked] = useState<Credential>();
  const issue = (
    <Button
      variant="primary"
      href={issuePath(clientId)}
      disabled={status !== 'active'}
      disabledReason="The client is not active."
    >
      Issue credential
    </Button>
  );
  return (
    <>
      <PageTable
        pages={useCredentials(clientId)}
        label="Credentials"
        trackBy="credentialId"
        header={
          <Header variant="h2" actions={issue} description="Live ones first. Five may be live at a time.">
            Credentials
          </Header>
        }
        empty={<b>No credentials yet</b>}
        columnDefinitions={columns(clientId, setRevoked)}
      />
      {revoked && (
        <RevokeDialog clientId={clientId} credential={revoked} onClose={() => setRevoked(undefined)} />
      )}
    </>
  );
}

function columns(clientId: string, onRevoke: (credential: Credential) => void) {
  return [
    {
      id: 'name',
      header: 'Credential',
      isRowHeader: true,
      cell: (one: Credential) => <Link href={credentialPath(clientId, one.credentialId)}>{nameOf(one)}</Link>,
    },
    {
      id: 'status',
      header: 'Status',
      cell: ({ status }: Credential) => <CredentialStatus status={status} />,
    },
    {
      id: 'used',
      header: 'Last used',
      cell: ({ lastUsedAt }: Credential) => <When at={lastUsedAt} never="Never" />,
    },
    { id: 'ends', header: 'Ends', cell: (one: Credential) => <End credential={one} /> },
    {
      id: 'actions',
      header: 'Actions',
      cell: (one: Credential) =>
        !hasEnded(one) && <Actions clientId={clientId} credential={one} onRevoke={onRevoke} />,
    },
  ];
}

function End({ credential }: { credential: Credential }) {
  const end = endOf(credential);
  return hasEnded(credential) ? <When at={end} /> : <Expiry at={end} />;
}

interface ActionsProps {
  readonly clientId: string;
  readonly credential: Credential;
  readonly onRevoke: (credential: Credential) => void;
}

function Actions({ clientId, credential, onRevoke }: ActionsProps) {
  const name = nameOf(credential);
  const begun = credential.successorId !== null;
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {isRotatable(credential) && (
        <Button
          variant="inline-link"
          href={rotatePath(clientId, credential.credentialId)}
          ariaLabel={begun ? `Follow the rotation of ${name}` : `Rotate ${name}`}
        >
          {begun ? 'Follow' : 'Rotate'}
        </Button>
      )}
      <Button variant="inline-link" onClick={() => onRevoke(credential)} ariaLabel={`Revoke ${name}`}>
        Revoke
      </Button>
    </SpaceBetween>
  );
}
