import {
  type ChallengeAnswer,
  CodeRefused,
  PasswordRejected,
  PersonSignInRefused,
} from '../../admin/ports/people-pool.js';
import { dependencyError, isNamed, isRefusal, isRefusedInput } from './cognito-errors.js';

/** The mail could not be sent; whether the user was made is not told. */
export function isMailFailure(error: unknown): boolean {
  return isNamed(error, 'CodeDeliveryFailureException');
}

/** The rejection handler of a step of a sign-in; `answer` where it answers a challenge. */
export function refused(answer?: ChallengeAnswer): (error: unknown) => never {
  return (error) => {
    if (answer?.challenge === 'NEW_PASSWORD_REQUIRED' && isRejectedPassword(error))
      throw new PasswordRejected();
    if (isRefusal(error) || isRefusedInput(error)) throw new PersonSignInRefused();
    throw dependencyError(answer?.challenge ?? 'sign in', error);
  };
}

/** The rejection handler of a code's confirmation. AWS says EnableSoftwareTokenMFAException, emulators CodeMismatchException, and InvalidParameterException where none was begun. */
export function refusedCode(error: unknown): never {
  if (isNamed(error, 'EnableSoftwareTokenMFAException', 'CodeMismatchException') || isRefusedInput(error))
    throw new CodeRefused();
  return refused()(error);
}

/**
 * Tells of the address or of its code, and so must not be told. That the mail cannot be delivered is among them, and
 * LimitExceededException, which counts the tries of one person.
 */
export function isAboutTheirCode(error: unknown): boolean {
  if (isRefusal(error) || isRefusedInput(error)) return true;
  return isNamed(
    error,
    'LimitExceededException',
    'TooManyFailedAttemptsException',
    'CodeDeliveryFailureException',
  );
}

/** It does not meet the policy. */
export function isRejectedPassword(error: unknown): boolean {
  return isNamed(error, 'InvalidPasswordException', 'PasswordHistoryPolicyViolationException');
}
