import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { rawRequest } from '../../support/raw-request.js';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** What is refused before anybody looks for a credential. */
describe('the token endpoint, as HTTP', () => {
  let broker: TestBroker;
  let api: Api;

  beforeAll(async () => {
    broker = await startBroker();
    api = new Api(broker.url);
  });
  afterAll(() => broker.stop());

  const raw = (head: string) =>
    rawRequest(broker.url, `${head}\r\nHost: broker.example\r\nConnection: close\r\n\r\n`);

  it.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('405 for %s', async (method) => {
    const { status, headers, body } = await api.fetch<object>('/oauth/token', { method });

    expect([status, body]).toEqual([
      405,
      { error: 'invalid_request', error_description: 'Use one of the methods in Allow.' },
    ]);
    expect(headers.get('allow')).toBe('POST');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('pragma')).toBe('no-cache');
  });

  it.each(['HEAD', 'TRACE'])('405 for %s', async (method) => {
    const { status, headers } = await raw(`${method} /oauth/token HTTP/1.1`);

    expect([status, headers.get('allow'), headers.get('cache-control')]).toEqual([405, 'POST', 'no-store']);
  });

  it.each([
    ['over 8 KiB', 8 * 1024 + 1],
    ['over what is read at all', 64 * 1024 + 1],
  ])('413 for a body %s', async (_, length) => {
    const { status, headers, body } = await api.token('x'.repeat(length));

    expect([status, body.error]).toEqual([413, 'invalid_request']);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('pragma')).toBe('no-cache');
  });

  it('takes a body of 8 KiB', async () => {
    const form = 'grant_type=refresh_token&refresh_token=';

    expect((await api.token(form + 'x'.repeat(8 * 1024 - form.length))).body.error).toBe('invalid_grant');
  });

  it.each(['gzip', 'br', 'identity, gzip'])('415 for the content encoding %s', async (encoding) => {
    const { status, headers, body } = await api.token('x=y', { 'content-encoding': encoding });

    expect([status, body.error]).toEqual([415, 'invalid_request']);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('404 for another endpoint', async () => {
    const { status, headers, body } = await api.fetch<object>('/oauth/authorize', { headers: FORM });

    expect([status, body]).toEqual([
      404,
      { error: 'invalid_request', error_description: 'There is no such endpoint.' },
    ]);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('400 for a malformed URL', async () => {
    const { status, headers, body } = await raw('POST /oauth/%zz HTTP/1.1');

    expect([status, (JSON.parse(body) as { error: string }).error]).toEqual([400, 'invalid_request']);
    expect([headers.get('cache-control'), headers.get('pragma')]).toEqual(['no-store', 'no-cache']);
  });

  it('431 for header fields over 16 KiB', async () => {
    const { status, headers, body } = await raw(`POST /oauth/token HTTP/1.1\r\nX-Big: ${'x'.repeat(17_000)}`);

    expect([status, (JSON.parse(body) as { error: string }).error]).toEqual([431, 'invalid_request']);
    expect([headers.get('cache-control'), headers.get('pragma')]).toEqual(['no-store', 'no-cache']);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it('400 for what is no HTTP', async () => {
    const { status, headers, body } = await rawRequest(broker.url, 'POST /oauth/token\r\n\r\n');

    expect([status, (JSON.parse(body) as { error: string }).error]).toEqual([400, 'invalid_request']);
    expect([headers.get('cache-control'), headers.get('pragma')]).toEqual(['no-store', 'no-cache']);
  });
});
