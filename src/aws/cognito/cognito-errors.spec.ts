import { inspect } from 'node:util';
import { CognitoIdentityProviderServiceException } from '@aws-sdk/client-cognito-identity-provider';
import {
  DependencyMisconfigured,
  DependencyThrottled,
  DependencyUnavailable,
} from '../../common/errors/dependency-errors.js';
import {
  dependencyError,
  failedTo,
  isNamed,
  isRefusal,
  isRefusedInput,
  isUserDisabled,
} from './cognito-errors.js';

function cognitoSays(name: string, message = '', status = 400): Error {
  const $fault = status < 500 ? 'client' : 'server';
  const $metadata = { httpStatusCode: status };
  return new CognitoIdentityProviderServiceException({ name, message, $fault, $metadata });
}

function nodeSays(code: string): Error {
  return Object.assign(new Error('connect 127.0.0.1:1'), { code });
}

function sdkSays(name: string): Error {
  return Object.assign(new Error('text of the SDK'), { name });
}

describe('dependencyError', () => {
  it.each([
    [cognitoSays('TooManyRequestsException'), DependencyThrottled],
    [cognitoSays('LimitExceededException'), DependencyThrottled],
    [cognitoSays('ThrottlingException'), DependencyThrottled],
    [cognitoSays('Unknown', '', 429), DependencyThrottled],
    [cognitoSays('InternalErrorException', '', 500), DependencyUnavailable],
    [cognitoSays('Unknown', '', 503), DependencyUnavailable],
    [sdkSays('TimeoutError'), DependencyUnavailable],
    [sdkSays('AbortError'), DependencyUnavailable],
    [nodeSays('ECONNREFUSED'), DependencyUnavailable],
    [new SyntaxError('Unexpected token <'), DependencyUnavailable],
    ['not even an error', DependencyUnavailable],
    [cognitoSays('ResourceNotFoundException'), DependencyMisconfigured],
    [cognitoSays('InvalidParameterException'), DependencyMisconfigured],
    [cognitoSays('AccessDeniedException'), DependencyMisconfigured],
    [cognitoSays('UnrecognizedClientException'), DependencyMisconfigured],
    [cognitoSays('UnauthorizedException'), DependencyMisconfigured],
    [cognitoSays('NotAuthorizedException', 'Unable to verify secret hash'), DependencyMisconfigured],
    [cognitoSays('Unknown', '', 403), DependencyMisconfigured],
    [sdkSays('CredentialsProviderError'), DependencyMisconfigured],
  ])('%s', (error, expected) => {
    expect(dependencyError('refresh', error).constructor).toBe(expected);
  });

  it('names the operation and the error', () => {
    const error = dependencyError('refresh', nodeSays('ECONNRESET'));
    expect(error).toMatchObject({ dependency: 'pool', operation: 'refresh', cause: 'ECONNRESET' });
  });

  it('repeats nothing of the text, which may hold input', () => {
    const error = dependencyError('refresh', cognitoSays('InvalidParameterException', "Value 'canary' at …"));
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain('canary');
  });
});

describe('failedTo', () => {
  it('throws what the failure means', () => {
    expect(() => failedTo('refresh')(nodeSays('ECONNREFUSED'))).toThrow(DependencyUnavailable);
  });
});

describe('isRefusal', () => {
  it.each([
    ['NotAuthorizedException', 'Incorrect username or password.'],
    ['NotAuthorizedException', 'Invalid Refresh Token'],
    ['NotAuthorizedException', 'Refresh Token has been revoked'],
    ['NotAuthorizedException', 'Refresh Token has expired'],
    ['NotAuthorizedException', 'User is disabled.'],
    ['NotAuthorizedException', 'Invalid session for the user.'],
    ['UserNotFoundException', 'Username/client id combination not found.'],
    ['InvalidPasswordException', 'Invalid password'],
    ['PasswordResetRequiredException', 'Password reset required for the user'],
    ['CodeMismatchException', 'Invalid code received for user'],
    ['ExpiredCodeException', ''],
    ['UserNotConfirmedException', ''],
  ])('%s: %s', (name, message) => {
    expect(isRefusal(cognitoSays(name, message))).toBe(true);
  });

  it.each([
    ['NotAuthorizedException', 'Unable to verify secret hash for client 4example'],
    ['NotAuthorizedException', 'SecretHash does not match for the client: 4example'],
    ['NotAuthorizedException', 'Client 4example is configured with secret but SECRET_HASH was not received'],
    ['NotAuthorizedException', 'Refresh Token has different Client'],
    ['ResourceNotFoundException', 'User pool client 4example does not exist.'],
    ['InvalidParameterException', 'Auth flow not enabled for this client'],
    ['TooManyRequestsException', 'Rate exceeded'],
    ['AccessDeniedException', 'User: arn:aws:… is not authorized'],
  ])('not %s: %s', (name, message) => {
    expect(isRefusal(cognitoSays(name, message))).toBe(false);
  });

  it('is never a failure of the wire', () => {
    expect(isRefusal(nodeSays('ECONNRESET'))).toBe(false);
    expect(isRefusal(undefined)).toBe(false);
  });
});

describe('isRefusedInput', () => {
  it.each([
    ['1 validation error detected: Value at session failed to satisfy constraint', true],
    ['USER_PASSWORD_AUTH flow not enabled for this client', false],
    ['App client 4example is not configured for secret but secret hash was received', false],
  ])('%s: %s', (message, expected) => {
    expect(isRefusedInput(cognitoSays('InvalidParameterException', message))).toBe(expected);
  });
});

describe('isUserDisabled', () => {
  it.each([
    ['NotAuthorizedException', 'User is disabled.', true],
    ['NotAuthorizedException', 'Incorrect username or password.', false],
    ['InvalidParameterException', 'User is disabled.', false],
  ])('%s: %s', (name, message, expected) => {
    expect(isUserDisabled(cognitoSays(name, message))).toBe(expected);
  });
});

describe('isNamed', () => {
  it('goes by the name alone', () => {
    expect(isNamed(cognitoSays('UserNotFoundException'), 'UserNotFoundException')).toBe(true);
    expect(isNamed(cognitoSays('UserNotFoundException'), 'UsernameExistsException')).toBe(false);
    expect(isNamed({ name: 'UserNotFoundException' }, 'UserNotFoundException')).toBe(false);
  });
});
