import { DependencyError } from '../common/errors/dependency-errors.js';
import { Problem } from '../common/errors/problem.js';
import type { ErrorResponse, ErrorWriter } from '../common/http/error-writer.js';
import { httpStatusOf } from '../common/http/problem-writer.js';
import { OAUTH_ERRORS, OAuthError, type OAuthErrorCode } from './oauth-error.js';

/** RFC 6749 §5.1: nothing of these endpoints is kept by anyone. */
export const NO_STORE = { 'cache-control': 'no-store', pragma: 'no-cache' } as const;

/** What the HTTP layer itself refuses, by the status it gives. */
const BY_STATUS: Readonly<Record<number, OAuthErrorCode>> = {
  400: 'malformed_request',
  404: 'not_found',
  405: 'method_not_allowed',
  408: 'request_timeout',
  413: 'too_large',
  415: 'unsupported_encoding',
  431: 'headers_too_large',
};

/** RFC 6749 §5.2: it cannot forget no-store, the challenge or Retry-After. */
class OAuthErrorWriter implements ErrorWriter {
  /**
   * @param below the paths that it writes for begin so
   * @param challenge what a 401 asks for (RFC 9110 §11.6.1)
   */
  constructor(
    private readonly below: string,
    private readonly challenge: string,
  ) {}

  writesFor(path: string): boolean {
    return path.startsWith(this.below);
  }

  write(failure: unknown): ErrorResponse {
    const { status, headers, body } = oauthErrorResponse(toOAuthError(failure));
    return {
      status,
      headers: { ...headers, ...(status === 401 && { 'www-authenticate': this.challenge }) },
      body,
    };
  }
}

/** All of an error but the challenge, which is for the endpoint to say. */
export function oauthErrorResponse({ code, details }: OAuthError): ErrorResponse {
  const { status, error, description } = OAUTH_ERRORS[code];
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    ...NO_STORE,
    ...((status === 429 || status === 503) && { 'retry-after': String(details.retryAfter ?? 1) }),
    ...(details.allow && { allow: details.allow.join(', ') }),
  };
  return { status, headers, body: { error, error_description: description } };
}

/** The writers of the OAuth endpoints, to be asked in this order. */
export function oauthErrorWriters(realm: string): OAuthErrorWriter[] {
  const basic = `Basic realm="${realm}", charset="UTF-8"`;
  return [
    new OAuthErrorWriter('/oauth/introspect', `${basic}, Bearer realm="${realm}"`),
    new OAuthErrorWriter('/oauth/', basic),
  ];
}

function toOAuthError(failure: unknown): OAuthError {
  if (failure instanceof OAuthError) return failure;
  if (failure instanceof DependencyError)
    return new OAuthError('temporarily_unavailable', { retryAfter: failure.retryAfter });
  const status = failure instanceof Problem ? failure.status : (httpStatusOf(failure) ?? 500);
  const details = failure instanceof Problem ? failure.details : {};
  return new OAuthError(BY_STATUS[status] ?? 'server_error', details);
}
