import { inspect } from 'node:util';
import { KMSServiceException } from '@aws-sdk/client-kms';
import {
  DependencyMisconfigured,
  DependencyThrottled,
  DependencyUnavailable,
} from '../../common/errors/dependency-errors.js';
import { CannotUnwrap, WrappedByAnother } from '../../sealing/key-provider.js';
import { dependencyError, unwrapError } from './kms-errors.js';

function kmsSays(name: string, httpStatusCode = 400): Error {
  const $fault = httpStatusCode < 500 ? 'client' : 'server';
  return new KMSServiceException({ name, message: 'text', $fault, $metadata: { httpStatusCode } });
}

function named(name: string, more: object = {}): Error {
  return Object.assign(new Error('text'), { name, ...more });
}

describe('dependencyError', () => {
  it.each([
    [kmsSays('AccessDeniedException'), DependencyMisconfigured],
    [kmsSays('NotFoundException'), DependencyMisconfigured],
    [kmsSays('DisabledException', 409), DependencyMisconfigured],
    [kmsSays('KMSInvalidStateException', 409), DependencyMisconfigured],
    [kmsSays('UnrecognizedClientException'), DependencyMisconfigured],
    [named('CredentialsProviderError'), DependencyMisconfigured],
    [kmsSays('ThrottlingException'), DependencyThrottled],
    [kmsSays('LimitExceededException'), DependencyThrottled],
    [kmsSays('KMSInternalException', 500), DependencyUnavailable],
    [kmsSays('KeyUnavailableException', 500), DependencyUnavailable],
    [kmsSays('DependencyTimeoutException', 503), DependencyUnavailable],
    [named('TimeoutError'), DependencyUnavailable],
    [named('AbortError'), DependencyUnavailable],
    [named('Error', { code: 'ECONNREFUSED' }), DependencyUnavailable],
    [new SyntaxError('Unexpected token <'), DependencyUnavailable],
    ['not even an error', DependencyUnavailable],
  ])('%s', (error, expected) => {
    expect(dependencyError('Decrypt', error).constructor).toBe(expected);
  });

  it('names the operation and the error', () => {
    const error = dependencyError('Decrypt', named('Error', { code: 'ECONNRESET' }));
    expect(error).toMatchObject({ dependency: 'key', operation: 'Decrypt', cause: 'ECONNRESET' });
  });

  it('keeps nothing of an answer that may hold a key', () => {
    const error = dependencyError('Decrypt', named('SyntaxError', { $responseBodyText: 'canary' }));
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain('canary');
  });
});

describe('unwrapError', () => {
  it.each([
    [kmsSays('InvalidCiphertextException'), CannotUnwrap],
    [kmsSays('IncorrectKeyException'), WrappedByAnother],
    [kmsSays('DisabledException', 409), DependencyMisconfigured],
    [named('TimeoutError'), DependencyUnavailable],
  ])('%s', (error, expected) => {
    expect(unwrapError(error).constructor).toBe(expected);
  });
});
