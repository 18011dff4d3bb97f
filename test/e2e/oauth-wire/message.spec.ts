import { chunked } from '../../support/http-message.js';
import { type OAuthEndpoint, posted } from '../../support/oauth-endpoints.js';
import { describeEndpoints, type Row } from './rows.js';
import { notFound, refusal, refusedUnrouted, served, tooLarge, type Told, unreadable } from './told.js';

const malformed = (): Told => refusedUnrouted('400 Bad Request', 'malformed_request');
const headersTooLarge = (): Told =>
  refusedUnrouted('431 Request Header Fields Too Large', 'headers_too_large');

/** Each is small enough for the parser: they are found to be too much when they are counted. */
const tooManyHeaders = (): Told =>
  refusal('431 Request Header Fields Too Large', 'Header fields may have 16 KiB at most.');

const withVersion = (version: string) => (to: OAuthEndpoint) => posted(to, { version });
const withHeaders = (headers: Record<string, string | undefined>) => (to: OAuthEndpoint) =>
  posted(to, { headers });
const withTarget = (target: (path: string) => string) => (to: OAuthEndpoint) =>
  posted(to, { target: target(to.path) });
const inChunks = (to: OAuthEndpoint, parts: number) => {
  const length = Math.ceil(to.form.length / parts);
  const texts = Array.from({ length: parts }, (_, i) => to.form.slice(i * length, (i + 1) * length));
  return chunked(...texts.filter((text) => text !== ''));
};

const VERSIONS: Row[] = [
  ['HTTP/1.1', withVersion('HTTP/1.1'), served],
  ['HTTP/1.0', withVersion('HTTP/1.0'), served],
  [
    'HTTP/1.0 without Host',
    (to) => posted(to, { version: 'HTTP/1.0', headers: { host: undefined } }),
    served,
  ],
  ['HTTP/1.1 without Host is refused', withHeaders({ host: undefined }), unreadable],
  ['HTTP/3.7 is refused', withVersion('HTTP/3.7'), malformed],
  ['what is not HTTP is refused', withVersion('ICE/1.0x'), malformed],
];

const TARGETS: Row[] = [
  ['a target with a host in it', withTarget((path) => `http://elsewhere.example${path}`), served],
  ['escaped letters', withTarget((path) => path.replace('o', '%6f')), served],
  ['another endpoint is not there', withTarget((path) => `${path}s`), notFound],
  ['nor is one below', withTarget((path) => `${path}/x`), notFound],
  ['nor with a slash behind it', withTarget((path) => `${path}/`), notFound],
  ['nor with an escaped question mark', withTarget((path) => `${path}%3ftoken=x`), notFound],
  ['nor by way of another', withTarget((path) => `/oauth/..${path}`), notFound],
  ['a bad escape is refused', withTarget((path) => `${path}%zz`), unreadable],
  ['an escape that is no UTF-8 is refused', withTarget((path) => `${path}%ff`), unreadable],
  ['also behind a host', withTarget((path) => `http://elsewhere.example${path}%zz`), unreadable],
  ['a raw byte is refused', withTarget((path) => `${path}\xff`), malformed],
  ['a space is refused', withTarget((path) => `${path} x`), malformed],
  ['a path without a slash is refused', withTarget((path) => path.slice(1)), malformed],
];

const REQUEST_LINES: Row[] = [
  ['a method that nobody knows is refused', (to) => posted(to, { method: 'FOO' }), malformed],
  ['a method in another case is refused', (to) => posted(to, { method: 'post' }), malformed],
  ['no method is refused', (to) => posted(to, { method: '' }), malformed],
  ['no version is refused', withVersion(''), malformed],
];

const HEADERS: Row[] = [
  ['16 KiB are taken', withHeaders({ 'x-big': 'x'.repeat(15 * 1024) }), served],
  ['more is too much', withHeaders({ 'x-big': 'x'.repeat(16 * 1024) }), headersTooLarge],
  ['in a name, too', withHeaders({ ['x'.repeat(16 * 1024)]: '1' }), headersTooLarge],
  ['in the target, too', withTarget((path) => `${path}?${'x'.repeat(16 * 1024)}`), headersTooLarge],
  [
    'in many small ones, too',
    withHeaders(Object.fromEntries(Array.from({ length: 2_500 }, (_, i) => [`x${i}`, '']))),
    tooManyHeaders,
  ],
  ['behind a body in chunks, too', (to) => trailed(to, 'x'.repeat(16 * 1024)), headersTooLarge],
  ['a name with a space is refused', withHeaders({ 'x y': '1' }), malformed],
  ['a NUL in a value is refused', withHeaders({ x: 'a\0b' }), malformed],
  ['a value on two lines is refused', withHeaders({ x: 'a\r\n b' }), malformed],
  ['a bare line feed is refused', withHeaders({ x: 'a\nb: c' }), malformed],
  ['an expectation that nobody knows is ignored', withHeaders({ expect: 'miracles' }), served],
  [
    'another protocol is not changed to',
    withHeaders({ connection: 'upgrade, close', upgrade: 'h2c' }),
    served,
  ],
];

const BODIES: Row[] = [
  ['in one chunk', (to) => posted(to, inChunks(to, 1)), served],
  ['in many', (to) => posted(to, inChunks(to, 7)), served],
  ['with a trailer', (to) => trailed(to, 'y'), served],
  ['a chunk without a length is refused', (to) => rechunked(to, 'zz\r\n'), malformed],
  ['two lengths are refused', withHeaders({ 'Content-Length': '3' }), malformed],
  ['a length and chunks are refused', withHeaders({ 'transfer-encoding': 'chunked' }), malformed],
  ['a length that is none is refused', withHeaders({ 'content-length': '-1' }), malformed],
  ['a length beyond numbers is refused', withHeaders({ 'content-length': '9'.repeat(30) }), malformed],
  [
    'a coding that nobody knows is refused',
    withHeaders({ 'transfer-encoding': 'x', 'content-length': undefined }),
    malformed,
  ],
  ['a length over 64 KiB is refused before it comes', withHeaders({ 'content-length': '65537' }), tooLarge],
];

function trailed(to: OAuthEndpoint, value: string) {
  const { headers, body = '' } = inChunks(to, 1);
  return posted(to, { headers, body: body.replace(/\r\n$/, `x: ${value}\r\n\r\n`) });
}

function rechunked(to: OAuthEndpoint, body: string) {
  return posted(to, { headers: inChunks(to, 1).headers, body });
}

describeEndpoints({
  speaks: VERSIONS,
  'is found by': TARGETS,
  'takes whole request lines': REQUEST_LINES,
  'takes headers': HEADERS,
  'takes a body': BODIES,
});
