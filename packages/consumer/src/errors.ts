/** Stable: what programs may compare. */
export type ErrorCode =
  'invalid_options' | 'credential_missing' | 'invalid_grant' | 'request_refused' | 'token_unavailable';

/** What every error of this package is. No message has anything of a credential or a token in it. */
export abstract class ConsumerError extends Error {
  abstract readonly code: ErrorCode;
}

/** `createTokenSource` was called with what it cannot work with: the message tells what to set. */
export class InvalidOptions extends ConsumerError {
  override readonly name = 'InvalidOptions';
  readonly code = 'invalid_options';
}

/** What loads the credential gave none: nothing, or text that no credential is. Nothing was sent. */
export class CredentialMissing extends ConsumerError {
  override readonly name = 'CredentialMissing';
  readonly code = 'credential_missing';
  constructor() {
    super('The function that loads the credential gave none: it must give its text, without white space');
  }
}

/**
 * RFC 6749 §5.2: the credential is not good. It was revoked, rotated, or has expired, or its client is disabled. Asking
 * again does not help.
 */
export class InvalidGrant extends ConsumerError {
  override readonly name = 'InvalidGrant';
  readonly code = 'invalid_grant';
  constructor() {
    super(
      'The credential is refused: rotate the credential in the portal, and give the new one to this program',
    );
  }
}

/** The token endpoint refused the request for another reason: a scope that the client has not, a wrong address. */
export class RequestRefused extends ConsumerError {
  override readonly name = 'RequestRefused';
  readonly code = 'request_refused';
  /** @param error the `error` of the answer (RFC 6749 §5.2), where there is one */
  constructor(
    readonly status: number,
    readonly error: string | undefined,
  ) {
    super(`The token endpoint refused the request: ${status}${error === undefined ? '' : ` ${error}`}`);
  }
}

/** No token can be had now: the endpoint is away, or asks for patience. The credential may be good, and is kept. */
export class TokenUnavailable extends ConsumerError {
  override readonly name = 'TokenUnavailable';
  readonly code = 'token_unavailable';
  constructor(cause: unknown) {
    super('The token endpoint cannot be reached, or is overloaded', { cause });
  }
}
