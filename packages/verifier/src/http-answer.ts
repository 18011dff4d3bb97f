import { ScopeMissing, TokenMissing, TokenRefused, Unavailable } from './errors.js';

/** What an API answers in place of what was asked for. */
export interface HttpAnswer {
  readonly status: 401 | 403 | 503;
  readonly headers: Readonly<Record<string, string>>;
  /** RFC 6750 §3.1 */
  readonly body: { readonly error: string; readonly error_description: string };
}

/**
 * RFC 6750 §3: how a resource server says no.
 * @returns undefined for what is not an error of this package
 */
export function httpAnswerTo(error: unknown): HttpAnswer | undefined {
  if (error instanceof TokenMissing) return missing(error);
  if (error instanceof TokenRefused) return challenge(401, 'invalid_token', error);
  if (error instanceof ScopeMissing)
    return challenge(403, 'insufficient_scope', error, `, scope="${error.required.join(' ')}"`);
  if (error instanceof Unavailable) return unavailable(error);
  return undefined;
}

/** RFC 6750 §3.1: who has shown no token is told no error code in the challenge. */
function missing({ message }: TokenMissing): HttpAnswer {
  const body = { error: 'invalid_request', error_description: message };
  return { status: 401, headers: { 'WWW-Authenticate': 'Bearer' }, body };
}

function challenge(status: 401 | 403, error: string, { message }: Error, more = ''): HttpAnswer {
  const challenged = `Bearer error="${error}", error_description="${message}"${more}`;
  return {
    status,
    headers: { 'WWW-Authenticate': challenged },
    body: { error, error_description: message },
  };
}

function unavailable({ retryAfter }: Unavailable): HttpAnswer {
  const body = {
    error: 'temporarily_unavailable',
    error_description: 'Tokens cannot be verified now, try again',
  };
  return { status: 503, headers: { 'Retry-After': String(retryAfter) }, body };
}
