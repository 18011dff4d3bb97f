import type { KMSClient } from '@aws-sdk/client-kms';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DependencyMisconfigured, DependencyThrottled } from '../common/errors/dependency-errors.js';
import { type FailureOutcome, dependencyFailures } from '../metrics/dependency-metrics.js';

/**
 * Counts the calls of `client` that ask too much or want a person to mend something. Those to Cognito are counted by the
 * limiter.
 * @param meaning what an error of a call means to the domain
 */
export function countFailures(
  client: KMSClient | DynamoDBDocumentClient,
  dependency: 'table' | 'key',
  meaning: (error: unknown) => unknown,
): void {
  // Both clients' stacks take what is of no one's input.
  const stack = client.middlewareStack as KMSClient['middlewareStack'];
  stack.add(
    (next) => (args) =>
      next(args).catch((error: unknown) => {
        const outcome = outcomeOf(meaning(error));
        if (outcome) dependencyFailures.inc({ dependency, outcome });
        throw error;
      }),
    { name: 'countFailures', step: 'initialize', priority: 'low' },
  );
}

function outcomeOf(meaning: unknown): FailureOutcome | undefined {
  if (meaning instanceof DependencyThrottled) return 'throttled';
  return meaning instanceof DependencyMisconfigured ? 'misconfigured' : undefined;
}
