import { KMSServiceException } from '@aws-sdk/client-kms';
import {
  DependencyError,
  DependencyMisconfigured,
  DependencyThrottled,
  DependencyUnavailable,
} from '../../common/errors/dependency-errors.js';
import { CannotUnwrap, WrappedByAnother } from '../../sealing/key-provider.js';
import { labelOf } from '../error-label.js';

const THROTTLED = new Set(['ThrottlingException', 'LimitExceededException', 'TooManyRequestsException']);

/** What a failed Decrypt means to the domain. */
export function unwrapError(error: unknown): CannotUnwrap | DependencyError {
  const cause = labelOf(error);
  if (cause === 'IncorrectKeyException') return new WrappedByAnother('of another key of KMS', { cause });
  if (cause === 'InvalidCiphertextException')
    return new CannotUnwrap('damaged, or of another context', { cause });
  return dependencyError('Decrypt', error);
}

/**
 * What a failed call means to the domain. Keeps the error's name alone: the SDK hangs the whole answer, which may
 * hold a key in the clear, on an error of parsing it. A call that was not let through has the domain's error already.
 * @param operation what was tried, for the log
 */
export function dependencyError(operation: string, error: unknown): DependencyError {
  if (error instanceof DependencyError) return error;
  const label = labelOf(error);
  if (THROTTLED.has(label)) return new DependencyThrottled('key', operation, { cause: label });
  if (isRefused(error)) return new DependencyMisconfigured('key', operation, { cause: label });
  return new DependencyUnavailable('key', operation, { cause: label });
}

/** Access denied, no such key, a disabled key or one that waits for its deletion; no credentials to sign with. */
function isRefused(error: unknown): boolean {
  if (!(error instanceof KMSServiceException)) return labelOf(error) === 'CredentialsProviderError';
  const { httpStatusCode = 500 } = error.$metadata;
  return httpStatusCode >= 400 && httpStatusCode < 500;
}
