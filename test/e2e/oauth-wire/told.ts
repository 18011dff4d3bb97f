import type { OAuthEndpoint } from '../../support/oauth-endpoints.js';
import type { RawAnswer } from '../../support/raw-request.js';

/** What an answer tells: all of it but what names the moment, the request or the connection. */
export interface Told {
  readonly statusLine: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Byte for byte, or its pattern. */
  readonly body: unknown;
}

const TELLING = ['content-type', 'cache-control', 'pragma', 'allow', 'www-authenticate', 'retry-after'];
const UNCACHED = { 'cache-control': 'no-store', pragma: 'no-cache' };
const JSON_UTF8 = { 'content-type': 'application/json; charset=utf-8' };

export function told({ statusLine, headers, body }: RawAnswer): Told {
  return {
    statusLine,
    headers: Object.fromEntries([...headers].filter(([name]) => TELLING.includes(name))),
    body,
  };
}

/** What whoever asks rightly is told. RFC 7009 §2.2: a revocation has no body, and so no media type. */
export function served({ path, served }: OAuthEndpoint): Told {
  return {
    statusLine: 'HTTP/1.1 200 OK',
    headers: { ...UNCACHED, ...(path !== '/oauth/revoke' && JSON_UTF8) },
    body: expect.stringMatching(served),
  };
}

/** RFC 6749 §5.2. */
export function refusal(
  status: string,
  error_description: string,
  { error = 'invalid_request', headers = {} }: { error?: string; headers?: Record<string, string> } = {},
): Told {
  return {
    statusLine: `HTTP/1.1 ${status}`,
    headers: { ...JSON_UTF8, ...UNCACHED, ...headers },
    body: JSON.stringify({ error, error_description }),
  };
}

/** RFC 6749 §5.2, with the challenge of RFC 9110 §11.6.1. */
export function unauthorized({ challenge }: Pick<OAuthEndpoint, 'challenge'>): Told {
  return refusal('401 Unauthorized', 'Client authentication failed.', {
    error: 'invalid_client',
    headers: { 'www-authenticate': challenge },
  });
}

/** What is refused before there is a path: in a body that serves OAuth and the portal API alike. */
export function refusedUnrouted(status: string, code: string): Told {
  const members = `"error":"invalid_request","error_description":"${status.slice(4)}","code":"${code}"`;
  return {
    ...refusal(status, ''),
    body: expect.stringMatching(new RegExp(`^\\{${members},"requestId":"[0-9a-f-]{36}"\\}$`)),
  };
}

type Answer = () => Told;

export const notAForm: Answer = () =>
  refusal('400 Bad Request', 'The body must be application/x-www-form-urlencoded in UTF-8.');
export const malformedForm: Answer = () =>
  refusal('400 Bad Request', 'The body has a bad percent-escape, invalid UTF-8 or more than 32 parameters.');
export const repeatedParameter: Answer = () =>
  refusal('400 Bad Request', 'A parameter is given more than once.');
export const secretInQuery: Answer = () =>
  refusal(
    '400 Bad Request',
    'Secrets belong into the body, never into the URL. Rotate the credential: URLs are logged.',
  );
export const twoMethods: Answer = () =>
  refusal('400 Bad Request', 'Authenticate the client by one method only.');
export const twoClients: Answer = () => refusal('400 Bad Request', 'Header and body name different clients.');
export const tooLarge: Answer = () => refusal('413 Payload Too Large', 'The body may have 8 KiB at most.');
export const encoded: Answer = () =>
  refusal('415 Unsupported Media Type', 'Send the body without a content encoding.');
export const unreadable: Answer = () => refusal('400 Bad Request', 'The request cannot be read.');
export const notPost: Answer = () =>
  refusal('405 Method Not Allowed', 'Use one of the methods in Allow.', { headers: { allow: 'POST' } });
/** RFC 9110 §9.3.2: a HEAD request is answered without a body. */
export const notPostHead: Answer = () => ({ ...notPost(), body: '' });
export const notFound: Answer = () => refusal('404 Not Found', 'There is no such endpoint.');
export const missing = ({ required }: OAuthEndpoint): Told =>
  refusal('400 Bad Request', `${required} is missing.`);
