import { FORM, type HttpMessage } from '../../support/http-message.js';

/** What both servers know. */
export interface Party {
  readonly clientId: string;
  readonly secret: string;
}

type Headers = HttpMessage['headers'];

const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');
const basic = (text: string, scheme = 'Basic'): Headers => ({ authorization: `${scheme} ${base64(text)}` });
const percent = (text: string) => text.replace(/[^]/g, (one) => `%${one.charCodeAt(0).toString(16)}`);

const GRANT = 'grant_type=client_credentials';

/** The same requests for both, by name: what is asked, well or badly. */
export function requestsOf({ clientId, secret }: Party): Record<string, HttpMessage> {
  const proven = basic(`${clientId}:${secret}`);
  const inBody = `client_id=${clientId}&client_secret=${secret}`;
  const post = (target: string, body: string, headers: Headers = {}): HttpMessage => ({
    target,
    body,
    headers: { 'content-type': FORM, ...headers },
  });
  const token = (body: string, headers: Headers = proven) => post('/oauth/token', body, headers);
  const open = (body: string) => token(body, {});
  const typed = (type: string | undefined) => token(GRANT, { ...proven, 'content-type': type });
  const method = (name: string): HttpMessage => ({ ...token(GRANT), method: name });
  const to = (target: string): HttpMessage => ({ ...token(GRANT), target });

  return {
    // RFC 6749 §4.4.2, §2.3.1
    'client_credentials by Basic': token(GRANT),
    'client_credentials in the body': open(`${GRANT}&${inBody}`),
    'Basic in lower case': token(GRANT, basic(`${clientId}:${secret}`, 'basic')),
    'Basic in upper case': token(GRANT, basic(`${clientId}:${secret}`, 'BASIC')),
    'Basic with two spaces': token(GRANT, { authorization: `Basic  ${base64(`${clientId}:${secret}`)}` }),
    'Basic with everything percent-encoded': token(GRANT, basic(`${percent(clientId)}:${percent(secret)}`)),
    'Basic with a bad escape': token(GRANT, basic(`${clientId}:%zz`)),
    'Basic with invalid UTF-8': token(GRANT, basic(`${clientId}:%ff`)),
    'Basic that is not base64': token(GRANT, { authorization: 'Basic %%%' }),
    'Basic without a colon': token(GRANT, basic(clientId)),
    'Basic without anything': token(GRANT, { authorization: 'Basic' }),
    'Basic with an empty id': token(GRANT, basic(`:${secret}`)),
    'Basic with an empty password': token(GRANT, basic(`${clientId}:`)),
    'Basic with an empty password, and the secret in the body': token(
      `${GRANT}&${inBody}`,
      basic(`${clientId}:`),
    ),
    'Basic with a wrong secret': token(GRANT, basic(`${clientId}:wrong`)),
    'Basic with an unknown client': token(GRANT, basic(`cl_0000000000000000:${secret}`)),
    'Basic with a colon too many': token(GRANT, basic(`${clientId}:${secret}:`)),
    'a foreign scheme': token(GRANT, { authorization: 'Digest abc' }),
    'a bearer token': token(GRANT, { authorization: 'Bearer abc' }),
    'Basic and the same secret in the body': token(`${GRANT}&${inBody}`),
    'Basic and the same client_id': token(`${GRANT}&client_id=${clientId}`),
    'Basic and another client_id': token(`${GRANT}&client_id=cl_0000000000000000`),
    'a wrong secret in the body': open(`${GRANT}&client_id=${clientId}&client_secret=wrong`),
    'a secret without client_id': open(`${GRANT}&client_secret=${secret}`),
    'client_id alone': open(`${GRANT}&client_id=${clientId}`),
    'no client authentication': open(GRANT),
    // RFC 6749 §3.2, §4.4.2, §5.2
    'no grant_type': token(''),
    'an empty grant_type': token('grant_type='),
    'an unknown grant_type': token('grant_type=magic'),
    'a grant_type in upper case': token('grant_type=CLIENT_CREDENTIALS'),
    'grant_type twice': token(`${GRANT}&${GRANT}`),
    'an unknown grant_type by nobody': open('grant_type=magic'),
    'no grant_type by nobody': open(''),
    // RFC 6749 §3.3
    'a scope': token(`${GRANT}&scope=orders:read`),
    'an empty scope': token(`${GRANT}&scope=`),
    'a scope that the client does not have': token(`${GRANT}&scope=orders:delete`),
    'scopes with two spaces between': token(`${GRANT}&scope=orders:read++orders:read`),
    'a scope with a space before': token(`${GRANT}&scope=+orders:read`),
    'a scope with a space behind': token(`${GRANT}&scope=orders:read+`),
    'a scope with a quote': token(`${GRANT}&scope=%22`),
    'a scope with a backslash': token(`${GRANT}&scope=%5c`),
    'a scope of a control character': token(`${GRANT}&scope=%01`),
    'a scope beyond ASCII': token(`${GRANT}&scope=%C3%A4`),
    'scope twice': token(`${GRANT}&scope=orders:read&scope=orders:read`),
    // RFC 6749 §3.2, appendix B
    'an unknown parameter': token(`${GRANT}&colour=blue`),
    'an unknown parameter twice': token(`${GRANT}&colour=blue&colour=red`),
    'a parameter in brackets': token(`${GRANT}&a[b]=1&a[]=2`),
    'a parameter called __proto__': token(`${GRANT}&__proto__=1`),
    'a parameter without a name': token(`${GRANT}&=1`),
    'a parameter without a value': token(`${GRANT}&colour`),
    'ampersands too many': token(`&&${GRANT}&&`),
    'a bad escape': token(`${GRANT}&colour=%zz`),
    'a cut escape': token(`${GRANT}&colour=%4`),
    'invalid UTF-8, escaped': token(`${GRANT}&colour=%ff`),
    'invalid UTF-8, raw': token(`${GRANT}&colour=\xff`),
    '33 parameters': token(`${GRANT}&${Array.from({ length: 32 }, (_, i) => `p${i}=1`).join('&')}`),
    'no media type': typed(undefined),
    'a media type of JSON': token('{"grant_type":"client_credentials"}', {
      ...proven,
      'content-type': 'application/json',
    }),
    'a media type of a multipart form': typed('multipart/form-data; boundary=x'),
    'a media type in upper case': typed(FORM.toUpperCase()),
    'a charset of UTF-8': typed(`${FORM}; charset=utf-8`),
    'a charset of Latin 1': typed(`${FORM}; charset=iso-8859-1`),
    'a compressed body': token(GRANT, { ...proven, 'content-encoding': 'gzip' }),
    'a body of 60 KiB': token(`${GRANT}&colour=${'x'.repeat(60 * 1024)}`),
    'a secret in the query': to(`/oauth/token?client_secret=${secret}`),
    'another parameter in the query': to('/oauth/token?colour=blue'),
    GET: method('GET'),
    PUT: method('PUT'),
    // RFC 7009
    'revoke without a token': post('/oauth/revoke', '', proven),
    'revoke an unknown token': post('/oauth/revoke', 'token=abc', proven),
    'revoke with a hint that nobody knows': post('/oauth/revoke', 'token=abc&token_type_hint=pizza', proven),
    'revoke with a wrong secret': post('/oauth/revoke', 'token=abc', basic(`${clientId}:wrong`)),
    'revoke by nobody': post('/oauth/revoke', 'token=abc'),
    'revoke a JWT': post('/oauth/revoke', 'token=e30.e30.AA', proven),
    'revoke with a token given twice': post('/oauth/revoke', 'token=abc&token=abc', proven),
    // RFC 7662
    'introspect without a token': post('/oauth/introspect', '', proven),
    'introspect an unknown token': post('/oauth/introspect', 'token=abc', proven),
    'introspect a JWT that nobody signed': post('/oauth/introspect', 'token=e30.e30.AA', proven),
    'introspect with a wrong secret': post('/oauth/introspect', 'token=abc', basic(`${clientId}:wrong`)),
    'introspect by nobody': post('/oauth/introspect', 'token=abc'),
  };
}
