import type { UsingClient } from '../usage/usage-recorder.js';

interface OAuthErrorType {
  readonly status: number;
  readonly error: string;
  /** Fixed text, RFC 6749 §5.2: %x20-21 / %x23-5B / %x5D-7E. Never echoes input. */
  readonly description: string;
}

/** Every error of the OAuth endpoints; docs/errors.md is held against this list by a test. */
export const OAUTH_ERRORS = {
  not_a_form: {
    status: 400,
    error: 'invalid_request',
    description: 'The body must be application/x-www-form-urlencoded in UTF-8.',
  },
  malformed_form: {
    status: 400,
    error: 'invalid_request',
    description: 'The body has a bad percent-escape, invalid UTF-8 or more than 32 parameters.',
  },
  repeated_parameter: {
    status: 400,
    error: 'invalid_request',
    description: 'A parameter is given more than once.',
  },
  missing_grant_type: { status: 400, error: 'invalid_request', description: 'grant_type is missing.' },
  missing_token: { status: 400, error: 'invalid_request', description: 'token is missing.' },
  missing_refresh_token: { status: 400, error: 'invalid_request', description: 'refresh_token is missing.' },
  secret_in_query: {
    status: 400,
    error: 'invalid_request',
    description: 'Secrets belong into the body, never into the URL. Rotate the credential: URLs are logged.',
  },
  two_authentications: {
    status: 400,
    error: 'invalid_request',
    description: 'Authenticate the client by one method only.',
  },
  two_client_ids: {
    status: 400,
    error: 'invalid_request',
    description: 'Header and body name different clients.',
  },
  malformed_request: { status: 400, error: 'invalid_request', description: 'The request cannot be read.' },
  invalid_grant: {
    status: 400,
    error: 'invalid_grant',
    description: 'The credential is not valid, or not for this client.',
  },
  invalid_scope: {
    status: 400,
    error: 'invalid_scope',
    description: 'A scope is malformed or not one of the client.',
  },
  unsupported_grant_type: {
    status: 400,
    error: 'unsupported_grant_type',
    description: 'Supported are refresh_token and client_credentials.',
  },
  unsupported_token_type: {
    status: 400,
    error: 'unsupported_token_type',
    description: 'Only credentials can be revoked here; a bearer token ends with its credential.',
  },
  invalid_client: { status: 401, error: 'invalid_client', description: 'Client authentication failed.' },
  not_found: { status: 404, error: 'invalid_request', description: 'There is no such endpoint.' },
  method_not_allowed: {
    status: 405,
    error: 'invalid_request',
    description: 'Use one of the methods in Allow.',
  },
  request_timeout: {
    status: 408,
    error: 'invalid_request',
    description: 'The request took too long to arrive.',
  },
  too_large: { status: 413, error: 'invalid_request', description: 'The body may have 8 KiB at most.' },
  unsupported_encoding: {
    status: 415,
    error: 'invalid_request',
    description: 'Send the body without a content encoding.',
  },
  headers_too_large: {
    status: 431,
    error: 'invalid_request',
    description: 'Header fields may have 16 KiB at most.',
  },
  too_many_failures: {
    status: 429,
    error: 'temporarily_unavailable',
    description: 'Too many failed authentications. Try again after the time in Retry-After.',
  },
  server_error: { status: 500, error: 'server_error', description: 'Something went wrong on our side.' },
  temporarily_unavailable: {
    status: 503,
    error: 'temporarily_unavailable',
    description: 'Try again after the time in Retry-After. Nothing is wrong with the credential.',
  },
} as const satisfies Record<string, OAuthErrorType>;

export type OAuthErrorCode = keyof typeof OAUTH_ERRORS;

interface OAuthErrorDetails {
  /** Seconds. */
  readonly retryAfter?: number;
  /** Methods that the path knows, for 405. */
  readonly allow?: readonly string[];
  /** Who failed to authenticate, as it was claimed: to be counted, never told. */
  readonly clientId?: string;
  /** The client that there is of that name, where its credential did not hold: for its usage. */
  readonly client?: UsingClient;
}

/** A request to an OAuth endpoint that is refused. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';

  constructor(
    readonly code: OAuthErrorCode,
    readonly details: OAuthErrorDetails = {},
  ) {
    super(code);
  }
}
