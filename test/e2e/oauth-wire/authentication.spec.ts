import type { HttpMessage } from '../../support/http-message.js';
import { type OAuthEndpoint, posted } from '../../support/oauth-endpoints.js';
import { describeEndpoints, type Row } from './rows.js';
import { served, twoClients, twoMethods, unauthorized } from './told.js';

const OTHER_CLIENT = 'cl_0000000000000000';

/** A request that proves nothing but by client authentication: this header, and this behind the form. */
const sent = (to: OAuthEndpoint, authorization: string | undefined, more = ''): HttpMessage =>
  posted(to, { headers: { authorization }, body: `${to.bare}${more}` });
const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');
const basic = (id: string, secret: string) => `Basic ${base64(`${id}:${secret}`)}`;
/** As form-encoding may write any character. */
const escaped = (text: string) =>
  [...text].map((one) => `%${one.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');

const withHeader = (authorization: string) => (to: OAuthEndpoint) => sent(to, authorization);
const withScheme = (scheme: string) => (to: OAuthEndpoint) =>
  sent(to, `${scheme} ${base64(`${to.clientId}:${to.credential}`)}`);
/** Basic with this text, and a client_id in the body that tells how its id was read: 401 is as, 400 otherwise. */
const readAs = (text: string, id: string) => (to: OAuthEndpoint) =>
  sent(to, `Basic ${base64(text)}`, `&client_id=${id}`);

const BASIC: Row[] = [
  ['the client is who id and secret say', (to) => sent(to, basic(to.clientId, to.credential)), served],
  ...['basic', 'BASIC', 'bAsIc'].map((scheme): Row => [
    `the scheme may be ${scheme}`,
    withScheme(scheme),
    served,
  ]),
  [
    'id and secret are form-decoded',
    (to) => sent(to, basic(escaped(to.clientId), escaped(to.credential))),
    served,
  ],
  ['percent-escapes are decoded', readAs('%61b:x', 'ab'), unauthorized],
  ['a plus is a space', readAs('a+b:x', 'a%20b'), unauthorized],
  ['an escaped plus is a plus', readAs('a%2Bb:x', 'a%2bb'), unauthorized],
  ['and not a space', readAs('a%2Bb:x', 'a+b'), twoClients],
  ['the first colon ends the id', readAs('a:b:c', 'a'), unauthorized],
  ['and no other', readAs('a:b:c', 'a%3Ab'), twoClients],
  ['an escaped colon does not', readAs('a%3Ab:c', 'a%3Ab'), unauthorized],
  ['it is UTF-8', readAs('\xc3\xa9:x', '%C3%A9'), unauthorized],
  ['a bad escape in the id is refused', withHeader(basic('%zz', 'x')), unauthorized],
  ['a bad escape in the secret is refused', withHeader(basic('x', '%4')), unauthorized],
  ['a byte that is no UTF-8 is refused', withHeader(basic('x', '\xff')), unauthorized],
  ['an escape that is no UTF-8 is refused', withHeader(basic('x', '%ff')), unauthorized],
  ['what is no base64 is refused', withHeader('Basic !!!'), unauthorized],
  ['base64 that goes on is refused', withHeader(`${basic('x', 'y')}=, x`), unauthorized],
  ['the scheme alone is refused', withHeader('Basic'), unauthorized],
  ['what has no colon is refused', withHeader(`Basic ${base64('x')}`), unauthorized],
  ['what has no id is refused', withHeader(basic('', 'x')), unauthorized],
];

const FOREIGN: Row[] = [
  ...['Digest username="x"', 'Negotiate YQ==', 'DPoP x.y.z', 'Basically eDp5', 'x'].map((header): Row => [
    `${header.split(' ')[0]} is refused`,
    withHeader(header),
    unauthorized,
  ]),
  [
    'also beside good client authentication in the body',
    (to) => sent(to, 'Digest x', `&client_id=${to.clientId}&client_secret=${to.credential}`),
    unauthorized,
  ],
];

const BODY: Row[] = [
  [
    'the client is who id and secret say',
    (to) => sent(to, undefined, `&client_id=${to.clientId}&client_secret=${to.credential}`),
    served,
  ],
  [
    'a secret without a client is refused',
    (to) => sent(to, undefined, `&client_secret=${to.credential}`),
    unauthorized,
  ],
  [
    'also where the client is empty',
    (to) => sent(to, undefined, `&client_id=&client_secret=${to.credential}`),
    unauthorized,
  ],
];

const BOTH: Row[] = [
  [
    'two methods are refused',
    (to) => sent(to, basic(to.clientId, to.credential), `&client_id=${to.clientId}&client_secret=x`),
    twoMethods,
  ],
  [
    'also when they are the same',
    (to) => sent(to, basic(to.clientId, to.credential), `&client_secret=${to.credential}`),
    twoMethods,
  ],
  [
    'also when Basic has no password',
    (to) => sent(to, basic(to.clientId, ''), `&client_secret=${to.credential}`),
    twoMethods,
  ],
  ['an empty secret is none', (to) => sent(to, basic(to.clientId, to.credential), '&client_secret='), served],
  [
    'the same client may be named',
    (to) => sent(to, basic(to.clientId, to.credential), `&client_id=${escaped(to.clientId)}`),
    served,
  ],
  [
    'another client may not',
    (to) => sent(to, basic(to.clientId, to.credential), `&client_id=${OTHER_CLIENT}`),
    twoClients,
  ],
  [
    'nor in another case',
    (to) => sent(to, basic(to.clientId, to.credential), `&client_id=${to.clientId.toUpperCase()}`),
    twoClients,
  ],
  [
    'nor beside Basic without a password',
    (to) => sent(to, basic(to.clientId, ''), `&client_id=${OTHER_CLIENT}`),
    twoClients,
  ],
];

/** Of a client that does not authenticate, revocation asks nothing more: the token proves its holder. */
const orServed = (to: OAuthEndpoint) => (to.path === '/oauth/revoke' ? served(to) : unauthorized(to));

const NOTHING_PROVEN: Row[] = [
  ['no client at all', (to) => sent(to, undefined), orServed],
  ['a client that is only named', (to) => sent(to, undefined, `&client_id=${to.clientId}`), orServed],
  ['an empty password is the same', (to) => sent(to, basic(to.clientId, '')), orServed],
  [
    'also beside the client’s id',
    (to) => sent(to, basic(to.clientId, ''), `&client_id=${to.clientId}`),
    orServed,
  ],
  ['a wrong secret', (to) => sent(to, basic(to.clientId, 'wrong')), unauthorized],
  ['a secret with more behind it', (to) => sent(to, basic(to.clientId, `${to.credential}x`)), unauthorized],
  [
    'a secret in another case',
    (to) => sent(to, basic(to.clientId, to.credential.toUpperCase())),
    unauthorized,
  ],
  ['a good secret of another client', (to) => sent(to, basic(OTHER_CLIENT, to.credential)), unauthorized],
];

describeEndpoints({
  'knows a client by Basic': BASIC,
  'knows no other scheme': FOREIGN,
  'knows a client by the body': BODY,
  'takes one method at a time': BOTH,
  'refuses what proves nothing': NOTHING_PROVEN,
});
