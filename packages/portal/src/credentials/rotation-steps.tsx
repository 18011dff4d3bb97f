import Container from '@cloudscape-design/components/container';
import Steps from '@cloudscape-design/components/steps';

/** Where a rotation stands. */
export type Stage = 'begin' | 'hand-over' | 'watch' | 'finished';

const STAGES: readonly Stage[] = ['begin', 'hand-over', 'watch', 'finished'];
const STEPS = [
  ['Issue the new credential', 'Both work from then on.'],
  ['Hand it over', 'It is shown once: put it where the backend reads it.'],
  ['Watch', 'See that the new one is used and the old one no longer is.'],
  ['Revoke the old one', 'Or let it end by itself.'],
] as const;

export function RotationSteps({ stage }: { stage: Stage }) {
  const at = STAGES.indexOf(stage);
  const status = (index: number) =>
    index < at || stage === 'finished' ? 'success' : index === at ? 'in-progress' : 'pending';
  const word = { success: 'Done', 'in-progress': 'Now', pending: 'Later' } as const;
  return (
    <Container>
      <Steps
        ariaLabel="Steps of the rotation"
        steps={STEPS.map(([header, details], index) => ({
          header,
          details,
          status: status(index),
          statusIconAriaLabel: word[status(index)],
        }))}
      />
    </Container>
  );
}
