import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { rawRequest } from '../../support/raw-request.js';

const PATH = '/.well-known/oauth-authorization-server';

const METADATA = {
  issuer: 'https://broker.example',
  token_endpoint: 'https://broker.example/oauth/token',
  jwks_uri: 'https://broker.example/.well-known/jwks.json',
  response_types_supported: [],
  grant_types_supported: ['refresh_token', 'client_credentials'],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
  revocation_endpoint: 'https://broker.example/oauth/revoke',
  revocation_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
  introspection_endpoint: 'https://broker.example/oauth/introspect',
  introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'Bearer'],
};
const DOCUMENTATION = { service_documentation: 'https://broker.example/docs' };

/** RFC 8414. */
describe(`GET ${PATH}`, () => {
  let broker: TestBroker;
  let api: Api;

  beforeAll(async () => {
    broker = await startBroker({ env: { TRUSTED_PROXIES: '127.0.0.0/8' } });
    api = new Api(broker.url);
  });
  afterAll(() => broker.stop());

  const raw = (method: string, ...lines: string[]) => {
    const head = [`${method} ${PATH} HTTP/1.1`, ...lines, 'Connection: close'];
    return rawRequest(broker.url, `${head.join('\r\n')}\r\n\r\n`);
  };

  it('says where the endpoints are and what they can', async () => {
    const { status, headers, body } = await api.get<object>(PATH);

    expect([status, body]).toEqual([200, { ...METADATA, ...DOCUMENTATION }]);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('cache-control')).toBe('public, max-age=300');
  });

  it('names endpoints that there are', async () => {
    for (const [name, endpoint] of Object.entries({ ...METADATA, ...DOCUMENTATION })) {
      if (typeof endpoint !== 'string' || name === 'issuer') continue;
      const method = name.endsWith('_endpoint') ? 'POST' : 'GET';
      const { status } = await api.call(method, new URL(endpoint).pathname);

      expect([name, [200, 400, 401].includes(status)]).toEqual([name, true]);
    }
  });

  it.each([
    ['another host', ['Host: evil.example']],
    ['another port', ['Host: broker.example:8443']],
    ['what a proxy was asked', ['Host: broker', 'X-Forwarded-Host: evil.example', 'X-Forwarded-Proto: http']],
    ['the same by RFC 7239', ['Host: broker', 'Forwarded: host=evil.example;proto=http']],
    ['a prefix', ['Host: broker', 'X-Forwarded-Prefix: /evil', 'X-Original-URL: /evil']],
  ])('is the same whatever the header says: %s', async (_, lines) => {
    const { status, body } = await raw('GET', ...lines);

    expect([status, JSON.parse(body)]).toEqual([200, { ...METADATA, ...DOCUMENTATION }]);
  });

  it('HEAD has the same header and no body', async () => {
    const [head, get] = [await raw('HEAD', 'Host: broker'), await raw('GET', 'Host: broker')];

    expect([head.status, head.body]).toEqual([200, '']);
    for (const name of ['content-type', 'content-length', 'cache-control'])
      expect([name, head.headers.get(name)]).toEqual([name, get.headers.get(name)]);
  });

  it.each(['/', '/tenant', '/oauth', '.json', '%2Ftenant'])(
    '404 below another issuer: %s',
    async (suffix) => {
      const { status, headers, body } = await api.get(PATH + suffix);

      expect([status, body.code]).toEqual([404, 'not_found']);
      expect(headers.get('content-type')).toContain('application/problem+json');
      expect(headers.get('cache-control') ?? '').not.toContain('public');
    },
  );

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('405 for %s', async (method) => {
    const { status, headers } = await api.call(method, PATH);

    expect(status).toBe(405);
    expect(headers.get('allow')).toBe('GET, HEAD');
    expect(headers.get('cache-control') ?? '').not.toContain('public');
  });
});

it('names no documentation where there is none', async () => {
  const broker = await startBroker({ env: { SWAGGER: 'off' } });
  const { body } = await new Api(broker.url).get<object>(PATH);
  await broker.stop();

  expect(body).toEqual(METADATA);
});

it('names the address that is configured', async () => {
  const broker = await startBroker({ env: { PUBLIC_URL: 'http://127.0.0.1:8080' } });
  const { text } = await new Api(broker.url).get<object>(PATH);
  await broker.stop();

  expect(JSON.parse(text.replaceAll('http://127.0.0.1:8080', 'https://broker.example'))).toEqual({
    ...METADATA,
    ...DOCUMENTATION,
  });
});
