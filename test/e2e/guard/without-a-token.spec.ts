import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';

describe('without a token', () => {
  let broker: TestBroker;
  let api: Api;

  beforeAll(async () => {
    broker = await startBroker();
    api = new Api(broker.url);
  });
  afterAll(() => broker.stop());

  it.each<[string, string, string, RequestInit]>([
    ['an id of another shape', 'GET', '/api/v1/clients/x', {}],
    ['a wrong method', 'PUT', '/api/v1/clients', {}],
    [
      'another media type',
      'POST',
      '/api/v1/clients',
      { headers: { 'content-type': 'text/plain' }, body: 'x' },
    ],
    ['a malformed media type', 'POST', '/api/v1/clients', { headers: { 'content-type': 'x' }, body: 'x' }],
    [
      'a content encoding',
      'POST',
      '/api/v1/clients',
      { headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' }, body: 'x' },
    ],
    [
      'malformed JSON',
      'POST',
      '/api/v1/clients',
      { headers: { 'content-type': 'application/json' }, body: '{' },
    ],
    ['a bad query', 'GET', '/api/v1/clients?limit=x', {}],
    ['no If-Match', 'PATCH', '/api/v1/clients/cl_0000000000000000', {}],
  ])('%s is 401 all the same', async (_, method, path, init) => {
    const { status, headers } = await api.fetch(path, { method, ...init });

    expect([status, headers.get('www-authenticate'), headers.get('allow')]).toEqual([
      401,
      'Bearer realm="portal"',
      null,
    ]);
  });

  it.each([
    ['GET', '/api/v1/auth/login'],
    ['PROPFIND', '/api/v1/auth/refresh'],
    ['GET', '/oauth/token'],
    ['PROPFIND', '/oauth/token'],
    ['M-SEARCH', '/oauth/token'],
  ])('405 for %s %s, which is public', async (method, path) => {
    const { status, headers } = await api.call(method, path);

    expect([status, headers.get('allow')]).toEqual([405, 'POST']);
  });

  it.each([
    ['PROPFIND', '/api/v1/clients'],
    ['DELETE', '/api/v1/auth/me'],
    ['PUT', '/api/v1/registrations'],
  ])('401 for %s %s, which is not', async (method, path) => {
    const { status, headers } = await api.call(method, path);

    expect([status, headers.get('allow')]).toEqual([401, null]);
  });

  it('405 in the form of the OAuth endpoints', async () => {
    const { body, headers } = await api.call('PROPFIND', '/oauth/token');

    expect(body).toEqual({ error: 'invalid_request', error_description: 'Use one of the methods in Allow.' });
    expect(headers.get('pragma')).toBe('no-cache');
  });
});
