import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';

const OURS = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('X-Request-Id', () => {
  let broker: TestBroker;
  beforeAll(async () => {
    broker = await startBroker();
  });
  afterAll(() => broker.stop());

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
