import { CognitoIdentityProviderServiceException } from '@aws-sdk/client-cognito-identity-provider';
import {
  DependencyError,
  DependencyMisconfigured,
  DependencyThrottled,
  DependencyUnavailable,
} from '../../common/errors/dependency-errors.js';
import { labelOf } from '../error-label.js';

const THROTTLED = new Set(['TooManyRequestsException', 'LimitExceededException', 'ThrottlingException']);

/** cognito-local says InvalidPasswordException of a wrong password at sign-in. */
const REFUSALS = new Set([
  'NotAuthorizedException',
  'UserNotFoundException',
  'InvalidPasswordException',
  'PasswordResetRequiredException',
  'UserNotConfirmedException',
  'CodeMismatchException',
  'ExpiredCodeException',
]);

/** True when `error` is Cognito's (or the SDK's) error of one of these names. */
export function isNamed(error: unknown, ...names: string[]): error is Error {
  return error instanceof Error && names.includes(error.name);
}

/** Cognito refuses the user's own password, code, session or refresh token; the app client is in order. */
export function isRefusal(error: unknown): boolean {
  return error instanceof Error && REFUSALS.has(error.name) && !isAboutAppClient(error);
}

/** The input breaks a rule of the API's grammar, such as a password of 300 characters. */
export function isRefusedInput(error: unknown): boolean {
  return isNamed(error, 'InvalidParameterException') && !isAboutAppClient(error);
}

/** Only the text tells a disabled user from a wrong password: both are NotAuthorizedException. */
export function isUserDisabled(error: unknown): boolean {
  return isNamed(error, 'NotAuthorizedException') && /\bdisabled\b/i.test(error.message);
}

/**
 * A wrong client secret, another app client's refresh token and a flow that is not allowed come under the names of
 * bad credentials and bad input, and only their texts, all of which speak of the client or its secret ("Unable to
 * verify secret hash for client …", "SecretHash does not match for the client", "Refresh Token has different
 * Client", "Auth flow not enabled for this client"), tell them apart. When in doubt it is ours to mend: a partner
 * told 503 keeps its credential.
 */
function isAboutAppClient(error: Error): boolean {
  const ambiguous = isNamed(error, 'NotAuthorizedException', 'InvalidParameterException');
  return ambiguous && /client|secret/i.test(error.message);
}

/**
 * What a failed call means to the domain. Keeps the error's name and drops its text, which may repeat input. A call
 * that was not let through to Cognito has the domain's error already.
 * @param operation what was tried, for the log
 */
export function dependencyError(operation: string, error: unknown): DependencyError {
  if (error instanceof DependencyError) return error;
  const options = { cause: labelOf(error) };
  if (isThrottled(error)) return new DependencyThrottled('pool', operation, options);
  if (isMisconfigured(error)) return new DependencyMisconfigured('pool', operation, options);
  return new DependencyUnavailable('pool', operation, options);
}

/** Cognito says that there are too many calls: of all, not of one person's tries. */
export function isRateExceeded(error: unknown): boolean {
  return isNamed(error, 'TooManyRequestsException', 'ThrottlingException') || statusOf(error) === 429;
}

/** Cognito agreed and left out what the broker needs, or asks for what it cannot give. */
export function incompleteAnswer(missing: string): DependencyMisconfigured {
  return new DependencyMisconfigured('pool', `answer without ${missing}`);
}

/** The rejection handler of a call all of whose failures are the dependency's. */
export function failedTo(operation: string): (error: unknown) => never {
  return (error) => {
    throw dependencyError(operation, error);
  };
}

function isThrottled(error: unknown): boolean {
  return isNamed(error, ...THROTTLED) || statusOf(error) === 429;
}

/** Everything else that Cognito says no to: a pool or app client that is gone, a denied or unsigned call. */
function isMisconfigured(error: unknown): boolean {
  if (isNamed(error, 'CredentialsProviderError')) return true;
  const status = statusOf(error);
  return status !== undefined && status >= 400 && status < 500;
}

function statusOf(error: unknown): number | undefined {
  return error instanceof CognitoIdentityProviderServiceException
    ? error.$metadata.httpStatusCode
    : undefined;
}
