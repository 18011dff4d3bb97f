import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { makeOperator, type TestPerson } from '../../support/people.js';
import { rawRequest } from '../../support/raw-request.js';

const LOGIN = '/api/v1/auth/login';
const ECHO = 'cafe-babe';
const OURS = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('the portal API, as HTTP', () => {
  let broker: TestBroker;
  let operator: TestPerson;

  beforeAll(async () => {
    broker = await startBroker();
    operator = await makeOperator(broker);
  });
  afterAll(() => broker.stop());

  const send = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    new Api(broker.url).fetch<{ code: string; errors?: unknown }>(LOGIN, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  const raw = (head: string) =>
    rawRequest(broker.url, `${head}\r\nHost: broker.example\r\nConnection: close\r\n\r\n`);

  it.each([
    ['PUT', '/api/v1/clients', 'GET, HEAD, POST'],
    ['POST', '/api/v1/clients/cl_0000000000000000', 'GET, HEAD, PATCH, DELETE'],
    ['GET', '/api/v1/clients/cl_0000000000000000/disable', 'POST'],
    ['OPTIONS', '/api/v1/auth/me', 'GET, HEAD'],
    ['DELETE', '/health/live', 'GET, HEAD'],
    ['POST', '/.well-known/jwks.json', 'GET, HEAD'],
  ])('405 for %s %s', async (method, path, allow) => {
    const { status, headers, body } = await operator.api.call<{ code: string }>(method, path);

    expect([status, body.code, headers.get('allow')]).toEqual([405, 'method_not_allowed', allow]);
  });

  it('404 for a path that there is not', async () => {
    const { status, headers, body } = await operator.api.get('/api/v1/nothing');

    expect([status, body.code]).toEqual([404, 'not_found']);
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json; charset=latin1',
    'x',
    'application/xml',
  ])('415 for %s', async (type) => {
    const { status, body } = await send(`{"email":"${ECHO}"}`, { 'content-type': type });

    expect([status, body.code]).toEqual([415, 'unsupported_media_type']);
  });

  it('415 for a content encoding', async () => {
    expect((await send('x', { 'content-encoding': 'gzip' })).status).toBe(415);
  });

  it('415 for a body without a media type', async () => {
    const body = new Uint8Array(Buffer.from('{}'));

    expect((await new Api(broker.url).fetch(LOGIN, { method: 'POST', body })).status).toBe(415);
  });

  it.each([
    ['what is no JSON', `{"email": ${ECHO}`],
    ['JSON that goes on', '{} {}'],
    ['a list', '[]'],
    ['a string', `"${ECHO}"`],
    ['null', 'null'],
    ['a prototype', `{"__proto__":{"email":"${ECHO}"}}`],
    ['a prototype within', `{"email":{"__proto__":"${ECHO}"}}`],
    ...['constructor', 'prototype', 'toString', '__defineGetter__'].map((name): [string, string] => [
      `a field ${name}`,
      `{"email":"a@b.example","password":"x","${name}":"${ECHO}"}`,
    ]),
    ['bytes that are no UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
  ])('400 for %s', async (_, sent) => {
    const { status, headers, body, text } = await send(sent);

    expect([status, body.code]).toEqual([400, 'malformed_request']);
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(text).not.toContain(ECHO);
  });

  it('400 for a field that nobody knows, without an echo of its value', async () => {
    const { status, body, text } = await send(JSON.stringify({ email: 'x', password: 'x', colour: ECHO }));

    expect([status, body.errors]).toEqual([400, [{ field: 'colour', message: 'is not a known field' }]]);
    expect(text).not.toContain(ECHO);
  });

  it('400 for values of another type, without an echo', async () => {
    const { status, text } = await send(JSON.stringify({ email: { [ECHO]: ECHO }, password: [ECHO] }));

    expect(status).toBe(400);
    expect(text).not.toContain(ECHO);
  });

  it('413 for a body over 64 KiB, and none for one of 64 KiB', async () => {
    const padded = (length: number) => `{${' '.repeat(length - 2)}}`;

    expect(await send(padded(64 * 1024 + 1))).toMatchObject({
      status: 413,
      body: { code: 'payload_too_large' },
    });
    expect(await send(padded(64 * 1024))).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  });

  it('431 for header fields over 16 KiB', async () => {
    const { status, headers, body } = await raw(
      `GET /api/v1/clients HTTP/1.1\r\nX-Big: ${'x'.repeat(17_000)}`,
    );

    expect([status, (JSON.parse(body) as { code: string }).code]).toEqual([431, 'headers_too_large']);
    expect([headers.get('cache-control'), headers.get('pragma')]).toEqual(['no-store', 'no-cache']);
  });

  it.each(['/%zz', '/api/v1/clients/%zz', '/%c0%af'])('400 for the malformed URL %s', async (path) => {
    const { status, headers, body } = await raw(`GET ${path} HTTP/1.1\r\nX-Request-Id: mine`);
    const { code, requestId } = JSON.parse(body) as { code: string; requestId: string };

    expect([status, code, requestId]).toEqual([400, 'malformed_request', 'mine']);
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(headers.get('x-request-id')).toBe('mine');
  });

  it('never shows where in the code it was refused', async () => {
    const answers = [
      await send('{'),
      await operator.api.get('/api/v1/nothing'),
      await raw('GET /%zz HTTP/1.1'),
    ];

    for (const answer of answers)
      expect(JSON.stringify(answer)).not.toMatch(/\.(?:ts|js):|node_modules| at /);
  });

  it('sets no cookie, and asks caches to keep nothing', async () => {
    const { headers } = await operator.api.get('/api/v1/auth/me');

    expect([headers.get('set-cookie'), headers.get('cache-control')]).toEqual([null, 'no-store']);
  });

  /** The router decodes paths, so whatever decides by a path has to see what the router saw. */
  describe('a path with needless escapes', () => {
    it('is told its errors in the form of the endpoint that it reaches', async () => {
      const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'bab_no' });
      const answer = await new Api(broker.url).fetch('/%6fauth/token', { method: 'POST', body });

      expect([answer.status, answer.body]).toMatchObject([400, { error: 'invalid_grant' }]);
      expect(answer.headers.get('pragma')).toBe('no-cache');
    });

    it('is guarded like the plain one', async () => {
      expect((await new Api(broker.url).fetch('/%61pi/v1/clients')).status).toBe(401);
      expect((await new Api(broker.url).fetch('/%61pi/v1/clients', { method: 'PUT' })).status).toBe(401);
      expect((await new Api(broker.url).fetch('/%61pi/v1/clients')).headers.get('cache-control')).toBe(
        'no-store',
      );
    });
  });

  describe('X-Request-Id', () => {
    const ask = (path: string, id?: string) =>
      new Api(broker.url).get(path, { headers: id === undefined ? {} : { 'x-request-id': id } });

    it.each(['a', 'A-b_c.9', 'x'.repeat(64)])('%s is taken, and returned', async (id) => {
      const { headers, body } = await ask('/api/v1/auth/me', id);

      expect([headers.get('x-request-id'), body.requestId]).toEqual([id, id]);
    });

    it.each([undefined, '', 'x'.repeat(65), 'a b', 'a,b', '<script>', 'é'])(
      'for %p one is made',
      async (id) => {
        const { headers, body } = await ask('/api/v1/auth/me', id);

        expect(headers.get('x-request-id')).toMatch(OURS);
        expect(body.requestId).toBe(headers.get('x-request-id'));
      },
    );

    it.each(['/health/live', '/docs', '/docs-json', '/.well-known/jwks.json', '/oauth/token', '/nothing'])(
      'is returned by %s',
      async (path) => {
        expect((await ask(path, 'mine')).headers.get('x-request-id')).toBe('mine');
      },
    );
  });
});
