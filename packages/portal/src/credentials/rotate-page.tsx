import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { isProblem } from '../api/problem.js';
import type { Credential } from '../api/types.js';
import { isUnanswered } from '../api/use-creation.js';
import { useClientName } from '../clients/use-client-name.js';
import { rotatePath } from '../paths.js';
import { Page } from '../shell/page.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { Waiting } from '../ui/waiting.js';
import { hasEnded } from './credential-life.js';
import { credentialQuery, POLL, useRotate } from './credential-queries.js';
import { IssuedSecret } from './issued-secret.js';
import { RotateForm } from './rotate-form.js';
import { RotationSteps, type Stage } from './rotation-steps.js';
import { RotationWatch } from './rotation-watch.js';
import { UnansweredDialog } from './unanswered-dialog.js';

/** In the address once the secret was handed over; the way there is a navigation, so that it is asked whether it was kept. */
const HANDED_OVER = 'handed-over';

/** From one credential to the next with no moment in between. Whoever comes back later goes on where it stands. */
export function RotatePage() {
  const { clientId = '', credentialId = '' } = useParams();
  const handedOver = useSearchParams()[0].has(HANDED_OVER);
  const rotating = useRotate(clientId, credentialId);
  const client = useClientName(clientId);
  const title = client ? `Rotate a credential of ${client}` : 'Rotate a credential';
  const { reset: forget } = rotating;
  // The way back shows nothing that was handed over.
  useEffect(() => {
    if (handedOver) forget();
  }, [handedOver, forget]);
  const query = useQuery({
    ...credentialQuery(clientId, credentialId),
    refetchInterval: ({ state }) => state.data?.successorId != null && !hasEnded(state.data) && POLL,
  });
  if (query.data === undefined || isProblem(query.error, 'not_found'))
    return (
      <Page title={title}>
        <Waiting query={query} />
      </Page>
    );
  const old = query.data;
  const stage = rotating.data && !handedOver ? 'hand-over' : stageOf(old, isUnanswered(rotating));
  const next = `${rotatePath(clientId, credentialId)}?${HANDED_OVER}`;
  return (
    <Page title={title} description="The new one works before the old one ends.">
      <ProblemAlert error={query.error} retry={() => void query.refetch()} />
      <RotationSteps stage={stage} />
      {stage === 'begin' && <Begin clientId={clientId} old={old} rotating={rotating} />}
      {stage === 'hand-over' && (
        <IssuedSecret issued={rotating.data!} done={<Button href={next}>Continue</Button>} />
      )}
      {(stage === 'watch' || stage === 'finished') && <RotationWatch clientId={clientId} old={old} />}
    </Page>
  );
}

interface BeginProps {
  readonly clientId: string;
  readonly old: Credential;
  readonly rotating: ReturnType<typeof useRotate>;
}

function Begin({ clientId, old, rotating }: BeginProps) {
  if (old.status === 'active' || isUnanswered(rotating))
    return (
      <>
        <RotateForm clientId={clientId} old={old} rotating={rotating} />
        <UnansweredDialog making={rotating} />
      </>
    );
  return <Alert type="info">Only an active credential can be rotated. Issue another one.</Alert>;
}

function stageOf(old: Credential, unanswered: boolean): Stage {
  if (unanswered || old.successorId === null) return 'begin';
  return hasEnded(old) ? 'finished' : 'watch';
}
