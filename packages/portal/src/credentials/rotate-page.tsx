import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import Button from '@cloudscape-design/components/button';
import type { Credential, IssuedCredential } from '../api/types.js';
import { Page } from '../shell/page.js';
import { Waiting } from '../ui/waiting.js';
import { credentialQuery } from './credential-queries.js';
import { isLive } from './credential-status.js';
import { IssuedSecret } from './issued-secret.js';
import { RotateForm } from './rotate-form.js';
import { RotationSteps, type Stage } from './rotation-steps.js';
import { RotationWatch } from './rotation-watch.js';

/** Milliseconds; what is told is accurate to a minute. */
const POLL = 10_000;

/** From one credential to the next with no moment in between. Whoever comes back later goes on where it stands. */
export function RotatePage() {
  const { clientId = '', credentialId = '' } = useParams();
  const [issued, setIssued] = useState<IssuedCredential>();
  const [handedOver, setHandedOver] = useState(false);
  const query = useQuery({ ...credentialQuery(clientId, credentialId), refetchInterval: POLL });
  if (query.data === undefined)
    return (
      <Page title="Rotate credential">
        <Waiting query={query} />
      </Page>
    );
  const old = query.data;
  const stage = stageOf(old, issued !== undefined && !handedOver);
  return (
    <Page title="Rotate credential" description="The new one works before the old one ends.">
      <RotationSteps stage={stage} />
      {stage === 'begin' && <RotateForm clientId={clientId} old={old} onIssued={setIssued} />}
      {stage === 'hand-over' && (
        <IssuedSecret issued={issued!} done={<Button onClick={() => setHandedOver(true)}>Continue</Button>} />
      )}
      {(stage === 'watch' || stage === 'finished') && <RotationWatch clientId={clientId} old={old} />}
    </Page>
  );
}

function stageOf(old: Credential, showsSecret: boolean): Stage {
  if (showsSecret) return 'hand-over';
  if (!isLive(old)) return 'finished';
  return old.status === 'retiring' ? 'watch' : 'begin';
}
