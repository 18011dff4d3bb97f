import type { RawAnswer } from './raw-request.js';

const JSON_UTF8 = 'application/json; charset=utf-8';
const PROBLEM = 'application/problem+json; charset=utf-8';
const ERRORS = [
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'invalid_scope',
  'unsupported_grant_type',
  'unsupported_token_type',
];
/** RFC 6749 §5.2. */
const DESCRIPTION = /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/;
const SANE_ID = /^[A-Za-z0-9._-]{1,64}$/;
/** What is refused before there is a path has a body that serves the portal too, and for HEAD as well. */
const UNROUTED =
  /^\{"error":"invalid_request","error_description":"[A-Za-z ]+","code":"\w+","requestId":"[\w-]+"\}$/;
/** Members that only one form of success has. */
const SUCCESSES = ['access_token', 'active', 'issuer', 'keys', 'revocations'];

/** What is known of the request. */
export interface Asked {
  readonly isHead?: boolean;
  /** Its target, where it has one for sure: only what is not below /oauth/ may be answered as the portal does. */
  readonly target?: string;
}

/**
 * Whether an answer is one that the OAuth endpoints, or what is public beside them, may give to any request whatever:
 * no failure of ours, in the right form, with all its headers.
 */
export function assertOAuthAnswer(answer: RawAnswer, { isHead = false, target }: Asked = {}): void {
  const { statusLine, status, headers, body } = answer;
  expect(statusLine).toMatch(/^HTTP\/1\.1 [234]\d\d [A-Z][A-Za-z ]+$/);
  expect(headers.get('x-request-id')).toMatch(SANE_ID);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
  for (const name of ['set-cookie', 'server', 'x-powered-by']) expect(headers.has(name)).toBe(false);
  if ((isHead && !UNROUTED.test(body)) || status === 304) expect(body).toBe('');
  if (status >= 400) assertRefusal(answer, isHead, target);
  else assertSuccess(answer, isHead);
}

function assertRefusal({ status, headers, body }: RawAnswer, isHead: boolean, target?: string): void {
  const type = headers.get('content-type');
  expect([JSON_UTF8, ...(isOAuth(target) ? [] : [PROBLEM])]).toContain(type);
  expect(headers.get('cache-control')).toBe('no-store');
  if (type === JSON_UTF8) expect(headers.get('pragma')).toBe('no-cache');
  if (status === 401)
    expect(headers.get('www-authenticate')).toMatch(/^Basic realm="[^"]+", charset="UTF-8"/);
  if (status === 405) expect(headers.get('allow')).toMatch(/^(?:POST|GET, HEAD)$/);
  if (status === 429) expect(headers.get('retry-after')).toMatch(/^\d+$/);
  if (isHead) return;
  const told = JSON.parse(body) as Record<string, unknown>;
  if (type === PROBLEM) return expect(told['status']).toBe(status);
  expect(ERRORS).toContain(told['error']);
  expect(told['error_description']).toMatch(DESCRIPTION);
  if (!UNROUTED.test(body)) expect(Object.keys(told)).toEqual(['error', 'error_description']);
}

/** RFC 9112 §3.2.2: a target may name a host before its path. */
function isOAuth(target = ''): boolean {
  return target.replace(/^http:\/\/[^/]*/, '').startsWith('/oauth/');
}

/** Only the answer to a revocation is empty. */
function assertSuccess({ status, headers, body }: RawAnswer, isHead: boolean): void {
  const isPublic = headers.get('cache-control')?.startsWith('public, max-age=') ?? false;
  if (!isPublic) {
    expect([headers.get('cache-control'), headers.get('pragma')]).toEqual(['no-store', 'no-cache']);
    expect(status).toBe(200);
    if (headers.get('content-length') === '0') return;
  }
  if (isHead || status === 304) return;
  expect(headers.get('content-type')).toBe(JSON_UTF8);
  const told = JSON.parse(body) as object;
  expect(SUCCESSES.filter((name) => name in told)).toHaveLength(1);
}

/** The answer as it came, without what it may repeat: a request id that is sane. */
export function withoutRequestId({ statusLine, headers, body }: RawAnswer): string {
  const id = headers.get('x-request-id') ?? '';
  const text = JSON.stringify([statusLine, [...headers], body]);
  return SANE_ID.test(id) ? text.replaceAll(id, '') : text;
}
