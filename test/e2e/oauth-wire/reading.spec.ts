import { startBroker, type TestBroker } from '../../support/broker.js';
import { bytesOf, type HttpMessage } from '../../support/http-message.js';
import { type RawAnswer, rawRequest } from '../../support/raw-request.js';

const PATHS = ['/.well-known/oauth-authorization-server', '/.well-known/jwks.json', '/oauth/revocations'];

/** What anybody may read is the same whoever asks, and however. */
describe.each(PATHS)('on the wire, GET %s', (path) => {
  let broker: TestBroker;
  let plain: RawAnswer;

  beforeAll(async () => {
    broker = await startBroker();
    plain = await get();
  });
  afterAll(() => broker.stop());

  const get = (message: Partial<HttpMessage> = {}) =>
    rawRequest(broker.url, bytesOf({ method: 'GET', target: path, ...message }));

  it('is JSON that caches may keep for a moment', () => {
    expect(plain.statusLine).toBe('HTTP/1.1 200 OK');
    expect(plain.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(plain.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/);
    expect(plain.headers.get('content-length')).toBe(String(plain.body.length));
  });

  it.each<[string, Partial<HttpMessage>]>([
    ['another host', { headers: { host: 'elsewhere.example' } }],
    ['what a proxy would say', { headers: { 'x-forwarded-host': 'elsewhere.example', forwarded: 'host=x' } }],
    ['a target with a host', { target: `http://elsewhere.example${path}` }],
    ['a query', { target: `${path}?token=x&issuer=y` }],
    ['HTTP/1.0 without a host', { version: 'HTTP/1.0', headers: { host: undefined } }],
    ['a body', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'token=x' }],
    ['a body in no type', { body: 'x' }],
    ['other wishes', { headers: { accept: 'text/html', 'accept-encoding': 'gzip', range: 'bytes=0-1' } }],
    ['client authentication', { headers: { authorization: 'Basic eDp5' } }],
  ])('does not change for %s', async (_, message) => {
    const { statusLine, headers, body } = await get(message);

    expect({ statusLine, body }).toEqual({ statusLine: plain.statusLine, body: plain.body });
    expect(headers.get('content-type')).toBe(plain.headers.get('content-type'));
  });

  it('has no body for HEAD', async () => {
    const { statusLine, headers, body } = await get({ method: 'HEAD' });

    expect({ statusLine, body }).toEqual({ statusLine: plain.statusLine, body: '' });
    expect(headers.get('content-length')).toBe(plain.headers.get('content-length'));
  });
});
