import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useMutation } from '@tanstack/react-query';
import { bodyOf } from '../api/answer.js';
import { api } from '../api/api.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { EnrolmentForm } from './enrolment-form.js';

/** Switched off yet. The secret of the app is in memory while it is shown, and nowhere after that. */
export function SecondFactor() {
  const beginning = useMutation({ mutationFn: () => bodyOf(api.POST('/api/v1/auth/mfa')) });
  if (beginning.data) return <EnrolmentForm enrolment={beginning.data} onAgain={() => beginning.mutate()} />;
  return (
    <SpaceBetween size="m">
      <StatusIndicator type="stopped">Off</StatusIndicator>
      <ProblemAlert error={beginning.error} />
      <Button loading={beginning.isPending} onClick={() => beginning.mutate()}>
        Switch on
      </Button>
    </SpaceBetween>
  );
}
