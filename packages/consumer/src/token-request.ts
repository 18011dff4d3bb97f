import { InvalidGrant, RequestRefused } from './errors.js';
import { NotNow } from './not-now.js';
import { timeLimit } from './time-limit.js';

/** Milliseconds. */
const TIMEOUT = 10_000;

/** What is asked for. */
export interface TokenRequest {
  readonly tokenUrl: string;
  readonly clientId: string | undefined;
  readonly scope: string | undefined;
}

/** RFC 6749 §5.1 */
export interface TokenAnswer {
  readonly token: string;
  /** Seconds. */
  readonly expiresIn: number;
}

/**
 * Asks the token endpoint once, by the grant `refresh_token`: the credential needs no other proof.
 * @throws InvalidGrant
 * @throws RequestRefused
 * @throws NotNow when to ask again may help, and when `signal` aborts
 */
export async function requestToken(
  request: TokenRequest,
  credential: string,
  signal: AbortSignal,
): Promise<TokenAnswer> {
  const response = await post(request, credential, AbortSignal.any([signal, timeLimit(TIMEOUT)]));
  const body = await bodyOf(response);
  if (response.ok) return answerIn(body);
  if (response.status === 429 || response.status >= 500) throw NotNow.said(response);
  const error = typeof body['error'] === 'string' ? body['error'] : undefined;
  throw error === 'invalid_grant' ? new InvalidGrant() : new RequestRefused(response.status, error);
}

async function post(
  { tokenUrl, clientId, scope }: TokenRequest,
  credential: string,
  signal: AbortSignal,
): Promise<Response> {
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: credential });
  if (clientId !== undefined) body.set('client_id', clientId);
  if (scope !== undefined) body.set('scope', scope);
  const headers = { accept: 'application/json' };
  try {
    // A credential is not sent on to wherever an answer points.
    return await fetch(tokenUrl, { method: 'POST', headers, body, signal, redirect: 'manual' });
  } catch (error) {
    throw new NotNow('the token endpoint cannot be reached', { cause: error });
  }
}

async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text().catch((error: unknown) => {
    throw new NotNow('the answer broke off', { cause: error });
  });
  try {
    return (JSON.parse(text) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function answerIn({ access_token: token, expires_in: expiresIn }: Record<string, unknown>): TokenAnswer {
  if (typeof token !== 'string' || token === '' || typeof expiresIn !== 'number')
    throw new NotNow('the answer has no token');
  return { token, expiresIn };
}
