import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  DependencyError,
  DependencyMisconfigured,
  DependencyThrottled,
  DependencyUnavailable,
} from '../../common/errors/dependency-errors.js';
import { labelOf } from '../error-label.js';

/** A condition of a write did not hold: what that means, its store knows. */
export class ConditionFailed extends Error {
  override readonly name = 'ConditionFailed';

  /** @param failed which writes of the transaction, by position */
  constructor(readonly failed: readonly number[]) {
    super('a condition of a write did not hold');
  }
}

/** Awaits `write`. @returns which of its writes had a condition that did not hold; none: it is done */
export async function failedWrites(write: Promise<unknown>): Promise<readonly number[]> {
  try {
    await write;
    return [];
  } catch (error) {
    if (error instanceof ConditionFailed) return error.failed;
    throw error;
  }
}

/** Awaits `write`. @returns whether it is done; false: its condition did not hold */
export async function done(write: Promise<unknown>): Promise<boolean> {
  return (await failedWrites(write)).length === 0;
}

/** Awaits `write`. @returns what it yields; undefined: its condition did not hold */
export async function ifHeld<T>(write: Promise<T>): Promise<T | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionFailed) return undefined;
    throw error;
  }
}

const CONFLICTS = ['TransactionConflictException', 'TransactionInProgressException'];
const THROTTLED = [
  'ProvisionedThroughputExceededException',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
  'ThrottlingError',
  'ThrottlingException',
];
const MISCONFIGURED = [
  'AccessDeniedException',
  'CredentialsProviderError',
  'ExpiredTokenException',
  'IncompleteSignatureException',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'ResourceNotFoundException',
  'UnrecognizedClientException',
];
/** Requests that are wrong in themselves: to call them an outage would hide a bug. */
const BUGS = [
  'IdempotentParameterMismatchException',
  'SerializationException',
  'TransactionCanceledException',
  'ValidationException',
];

/** Whether it only met another transaction under way: to be tried again, with the same request token. */
export function isConflict(error: unknown): boolean {
  const codes = reasonsOf(error).filter((code) => code !== 'None');
  if (codes.length > 0) return codes.every((code) => code === 'TransactionConflict');
  return error instanceof Error && CONFLICTS.includes(error.name);
}

/** What an error of the SDK means to the domain; one that tells of a bug stays as it is. */
export function translated(error: unknown, operation: string): unknown {
  if (!(error instanceof Error) || error instanceof DependencyError) return error;
  const failed = failedConditions(error);
  if (failed.length > 0) return new ConditionFailed(failed);
  const names = [error.name, ...reasonsOf(error)];
  const options = { cause: labelOf(error) };
  if (names.some((name) => THROTTLED.includes(name)))
    return new DependencyThrottled('table', operation, options);
  if (MISCONFIGURED.includes(error.name)) return new DependencyMisconfigured('table', operation, options);
  return isOutage(error) ? new DependencyUnavailable('table', operation, options) : error;
}

/** The SDK hangs `$metadata` on whatever came of sending a request. What it throws before is a bug of ours. */
function isOutage(error: Error): boolean {
  if (BUGS.includes(error.name)) return false;
  return '$metadata' in error || 'errno' in error || ['AbortError', 'TimeoutError'].includes(error.name);
}

function failedConditions(error: Error): number[] {
  if (error.name === 'ConditionalCheckFailedException') return [0];
  return reasonsOf(error).flatMap((code, position) => (code === 'ConditionalCheckFailed' ? [position] : []));
}

function reasonsOf(error: unknown): string[] {
  if (!(error instanceof TransactionCanceledException)) return [];
  return (error.CancellationReasons ?? []).map(({ Code = 'None' }) => Code);
}
