import { chunked, FORM } from '../../support/http-message.js';
import { type OAuthEndpoint, posted } from '../../support/oauth-endpoints.js';
import { describeEndpoints, type Row } from './rows.js';
import {
  encoded,
  malformedForm,
  missing,
  notAForm,
  notPost,
  notPostHead,
  repeatedParameter,
  secretInQuery,
  served,
  tooLarge,
} from './told.js';

const withMethod = (method: string) => (to: OAuthEndpoint) => posted(to, { method });
const withType = (type?: string) => (to: OAuthEndpoint) => posted(to, { headers: { 'content-type': type } });
const withEncoding = (encoding: string) => (to: OAuthEndpoint) =>
  posted(to, { headers: { 'content-encoding': encoding } });
const withMore = (more: string) => (to: OAuthEndpoint) => posted(to, { body: `${to.form}&${more}` });
const withQuery = (query: string) => (to: OAuthEndpoint) => posted(to, { target: `${to.path}?${query}` });
const withBytes = (length: number) => (to: OAuthEndpoint) =>
  posted(to, { body: `${to.form}&x=`.padEnd(length, 'x') });
const withParameters = (count: number) => (to: OAuthEndpoint) => {
  const more = Array.from({ length: count - to.form.split('&').length }, (_, i) => `p${i}=1`);
  return posted(to, { body: [to.form, ...more].join('&') });
};

const METHODS: Row[] = [
  ['GET is not POST', withMethod('GET'), notPost],
  ['HEAD is not POST, and has no body', withMethod('HEAD'), notPostHead],
  ...['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE', 'M-SEARCH'].map((method): Row => [
    `${method} is not POST`,
    withMethod(method),
    notPost,
  ]),
  [
    'no header makes another method POST',
    (to) => posted(to, { method: 'GET', headers: { 'x-http-method-override': 'POST' } }),
    notPost,
  ],
];

const MEDIA_TYPES: Row[] = [
  ['the type of a form is taken', withType(FORM), served],
  ['in any case', withType('Application/X-WWW-Form-URLEncoded'), served],
  ['with the charset UTF-8', withType(`${FORM}; charset=UTF-8`), served],
  ['in any case', withType(`${FORM}; CharSet=uTf-8`), served],
  ['quoted', withType(`${FORM}; charset="utf-8"`), served],
  ['without a space, and with more', withType(`${FORM};charset=utf-8`), served],
  ['with more than one', withType(`${FORM} ;  charset=utf-8 `), served],
  ['no type is refused', withType(), notAForm],
  ...[
    '',
    'nonsense',
    'application/json',
    'text/plain',
    'multipart/form-data; boundary=x',
    `${FORM}x`,
    `x${FORM}`,
    '*/*',
    'application/x-www-form-urlencoded/x',
    `text/plain; x=${FORM}`,
    `${FORM}, application/json`,
  ].map((type): Row => [`the type ${JSON.stringify(type)} is refused`, withType(type), notAForm]),
  ...['iso-8859-1', 'us-ascii', 'utf-16', 'utf8', '"utf-16"', 'utf-8x', '', "'utf-8'"].map((charset): Row => [
    `the charset ${JSON.stringify(charset)} is refused`,
    withType(`${FORM}; charset=${charset}`),
    notAForm,
  ]),
  ['two charsets are refused', withType(`${FORM}; charset=utf-8; charset=latin1`), notAForm],
];

const ENCODINGS: Row[] = [
  ['identity is taken', withEncoding('identity'), served],
  ['in any case', withEncoding('IDENTITY'), served],
  ...['gzip', 'deflate', 'br', 'zstd', 'x', 'identity, gzip', 'gzip, identity'].map((encoding): Row => [
    `the content encoding ${encoding} is refused`,
    withEncoding(encoding),
    encoded,
  ]),
];

const MALFORMED = [
  ['a percent sign alone', 'x=%'],
  ['an escape cut short', 'x=%4'],
  ['an escape cut short by the next parameter', 'x=%4&y=1'],
  ['an escape of other digits', 'x=%ZZ'],
  ['an escape with a sign', 'x=%+1'],
  ['an escape of another grammar', 'x=%u00e9'],
  ['a bad escape in a name', '%GG=x'],
  ['an escaped byte that is no UTF-8', 'x=%ff'],
  ['an escaped sequence cut short', 'x=%e2%82'],
  ['an overlong escape', 'x=%c0%af'],
  ['an escaped surrogate', 'x=%ed%a0%80'],
  ['an escape beyond Unicode', 'x=%f4%90%80%80'],
  ['a raw byte that is no UTF-8', 'x=\xff'],
  ['a raw sequence cut short', 'x=\xe2\x82'],
  ['a raw byte that is no UTF-8 in a name', '\x80=x'],
] as const;

const REPETITIONS = [
  ['of the endpoint', 'client_id=a&client_id=b'],
  ['that nobody knows', 'resource=a&resource=b'],
  ['with the same value', 'resource=a&resource=a'],
  ['without values', 'resource=&resource='],
  ['without =', 'resource&resource'],
  ['under an escaped name', 'resource=a&%72esource=b'],
  ['under a name with a space', 'a+b=1&a%20b=2'],
  ['of another grammar', 'a[]=1&a[]=2'],
  ['called __proto__', '__proto__=1&__proto__=2'],
  ['called constructor', 'constructor=1&constructor=2'],
] as const;

const PARAMETERS: Row[] = [
  ...MALFORMED.map(([what, more]): Row => [`${what} is refused`, withMore(more), malformedForm]),
  ['escaped and raw UTF-8 are taken', withMore('%e2%82%ac=1&\xe2\x82\xac\xe2\x82\xac=2&%00=%00'), served],
  ...REPETITIONS.map(([what, more]): Row => [
    `a repeated parameter ${what} is refused`,
    withMore(more),
    repeatedParameter,
  ]),
  ['another case is another parameter', withMore('TOKEN=1&Client_Id=2&GRANT_TYPE=3'), served],
  ['an empty value counts as absent', withMore('token_type_hint=&scope='), served],
  ['and so does none', withMore('token_type_hint&scope'), served],
  ['also where it is required', (to) => posted(to, { body: `${to.required}=` }), missing],
  ['an empty body has no parameters', (to) => posted(to, { body: '' }), missing],
  ['unknown ones are ignored', withMore('resource=x&audience=y&code_verifier=z'), served],
  ['a[b] is an unknown name', withMore('a[b]=1&a[c]=2&token[a]=3&grant_type[]=4&client_secret.x=5'), served],
  [
    'so are names that other parsers act on',
    withMore('__proto__=1&constructor=2&prototype=3&toString=4'),
    served,
  ],
  [
    'and ways to reach what they act on',
    withMore('__proto__[token]=x&constructor[prototype][client_id]=y'),
    served,
  ],
];

const QUERIES: Row[] = [
  ...['client_secret', 'refresh_token', 'token'].flatMap((name): Row[] => [
    [`${name} is refused`, withQuery(`${name}=x`), secretInQuery],
    [`${name} is refused behind others`, withQuery(`trace=1&${name}=x`), secretInQuery],
    [`${name} is refused repeated`, withQuery(`${name}=&${name}=x`), secretInQuery],
    [`${name} is refused without a value`, withQuery(name), secretInQuery],
  ]),
  ['an escaped name is the same name', withQuery('client%5Fsecret=x'), secretInQuery],
  ['wholly escaped, too', withQuery('%74%6F%6b%65%6e=x'), secretInQuery],
  ['behind a second question mark, too', withQuery('?a&token=x'), secretInQuery],
  ['behind a bad escape, too', withQuery('%zz&token=x'), secretInQuery],
  ['others are ignored', withQuery('trace=1'), served],
  [
    'also those of the form',
    withQuery('grant_type=password&scope=admin&client_id=x&token_type_hint=y'),
    served,
  ],
  ['also when repeated or malformed', withQuery('a=1&a=2&%zz&%ff&&='), served],
  [
    'also where they only look like secrets',
    withQuery('TOKEN=1&%2574oken=2&token[]=3&token%3D=4&xtoken=5'),
    served,
  ],
  ['an empty query is none', withQuery(''), served],
];

const SIZES: Row[] = [
  ['8 KiB are taken', withBytes(8 * 1024), served],
  ['a byte more is too much', withBytes(8 * 1024 + 1), tooLarge],
  ['and so is what is not even read', withBytes(64 * 1024 + 1), tooLarge],
  [
    'also when its length is not told',
    (to) => posted(to, chunked(`${to.form}&x=`, 'x'.repeat(4096), 'x'.repeat(4096))),
    tooLarge,
  ],
  ['32 parameters are taken', withParameters(32), served],
  ['33 are too many', withParameters(33), malformedForm],
];

describeEndpoints({
  'takes POST only': METHODS,
  'takes a form in UTF-8 only': MEDIA_TYPES,
  'takes no content encoding': ENCODINGS,
  'reads parameters strictly': PARAMETERS,
  'takes no secret in the query': QUERIES,
  'has limits': SIZES,
});
