import { KMSServiceException } from '@aws-sdk/client-kms';
import {
  DependencyError,
  DependencyMisconfigured,
  DependencyThrottled,
  DependencyUnavailable,
} from '../../common/errors/dependency-errors.js';
import { CannotUnwrap } from '../../sealing/key-provider.js';
import { labelOf } from '../error-label.js';

/** The bytes are at fault: damaged, of another context, or wrapped by another key. */
const DOES_NOT_OPEN = new Set(['InvalidCiphertextException', 'IncorrectKeyException']);
const THROTTLED = new Set(['ThrottlingException', 'LimitExceededException', 'TooManyRequestsException']);

/** What a failed Decrypt means to the domain. */
export function unwrapError(error: unknown): CannotUnwrap | DependencyError {
  if (DOES_NOT_OPEN.has(labelOf(error)))
    return new CannotUnwrap('KMS cannot open it', { cause: labelOf(error) });
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
