import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';

const PORTAL = 'https://portal.example';

describe('CORS', () => {
  let broker: TestBroker;
  let without: TestBroker;

  beforeAll(async () => {
    broker = await startBroker({ env: { CORS_ORIGINS: PORTAL } });
    without = await startBroker({ beside: broker });
  });
  afterAll(async () => {
    await without.stop();
    await broker.stop();
  });

  const preflight = (origin: string, { url } = broker) =>
    new Api(url).fetch('/api/v1/clients', {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'authorization,if-match',
      },
    });
  const allowed = ({ headers }: { headers: Headers }) => headers.get('access-control-allow-origin');

  it('is for nobody unless it is asked for', async () => {
    const { headers } = await new Api(without.url).get('/api/v1/clients', { headers: { origin: PORTAL } });

    expect([allowed(await preflight(PORTAL, without)), allowed({ headers })]).toEqual([null, null]);
  });

  it('is for the origins that are listed', async () => {
    const { status, headers } = await preflight(PORTAL);
    const refused = await new Api(broker.url).get('/api/v1/clients', { headers: { origin: PORTAL } });

    expect([status, headers.get('access-control-allow-origin')]).toEqual([204, PORTAL]);
    expect(headers.get('access-control-allow-methods')).toContain('PATCH');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect([refused.status, allowed(refused)]).toEqual([401, PORTAL]);
    expect(refused.headers.get('access-control-expose-headers')).toContain('X-Request-Id');
    expect(allowed(await preflight('https://evil.example'))).toBeNull();
  });

  it('answers preflights with the header fields that every answer has', async () => {
    const { headers } = await preflight(PORTAL);

    expect(headers.get('x-request-id')).toMatch(/^[\w-]+$/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toContain('max-age');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['/oauth/token', {}, 405, 'POST'],
    ['/api/v1/auth/login', { origin: PORTAL }, 405, 'POST'],
    ['/api/v1/clients', { origin: PORTAL }, 401, null],
    ['/nothing', { origin: PORTAL }, 404, null],
  ])('takes OPTIONS %s with %j for no preflight', async (path, sent, status, allow) => {
    const { headers, ...answer } = await new Api(broker.url).fetch(path, {
      method: 'OPTIONS',
      headers: sent,
    });

    expect([answer.status, headers.get('allow')]).toEqual([status, allow]);
    expect(headers.get('content-type')).toContain('json');
    expect(allowed({ headers })).toBe('origin' in sent ? PORTAL : null);
  });
});
