/** Several times the deadline of a token request, milliseconds: whatever fails, an answer that is later fails the test. */
const LATEST = 15_000;

/** An answer of the token endpoint. */
export interface TokenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** Trades a credential by the refresh token grant. */
export function refreshGrant(
  url: string,
  credential: string,
  extra: Record<string, string> = {},
): Promise<TokenAnswer> {
  return post(url, { grant_type: 'refresh_token', refresh_token: credential, ...extra });
}

async function post(url: string, form: Record<string, string>): Promise<TokenAnswer> {
  const body = new URLSearchParams(form);
  const signal = AbortSignal.timeout(LATEST);
  const response = await fetch(`${url}/oauth/token`, { method: 'POST', body, signal });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as TokenAnswer['body'],
  };
}
