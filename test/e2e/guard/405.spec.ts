import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';

describe('a method that a path lacks, without a token', () => {
  let broker: TestBroker;
  let api: Api;

  beforeAll(async () => {
    broker = await startBroker();
    api = new Api(broker.url);
  });
  afterAll(() => broker.stop());

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
