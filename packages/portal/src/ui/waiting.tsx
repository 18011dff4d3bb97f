import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { ProblemAlert } from './problem-alert.js';

interface Props {
  readonly query: { readonly error: Error | null; readonly refetch: () => unknown };
}

/** In place of what is still being read, or could not be. */
export function Waiting({ query: { error, refetch } }: Props) {
  if (error) return <ProblemAlert error={error} retry={() => void refetch()} />;
  return (
    <Box padding="l" textAlign="center">
      <StatusIndicator type="loading">Loading</StatusIndicator>
    </Box>
  );
}
