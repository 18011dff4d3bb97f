import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';

const PORTAL = 'https://portal.example';

describe('CORS', () => {
  let broker: TestBroker;
  afterEach(() => broker.stop());

  const preflight = (origin: string) =>
    new Api(broker.url).fetch('/api/v1/clients', {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'authorization,if-match',
      },
    });
  const allowed = ({ headers }: { headers: Headers }) => headers.get('access-control-allow-origin');

  it('is for nobody unless it is asked for', async () => {
    broker = await startBroker();
    const { headers } = await new Api(broker.url).get('/api/v1/clients', { headers: { origin: PORTAL } });

    expect([allowed(await preflight(PORTAL)), allowed({ headers })]).toEqual([null, null]);
  });

  it('is for the origins that are listed', async () => {
    broker = await startBroker({ env: { CORS_ORIGINS: PORTAL } });
    const { status, headers } = await preflight(PORTAL);
    const refused = await new Api(broker.url).get('/api/v1/clients', { headers: { origin: PORTAL } });

    expect([status, headers.get('access-control-allow-origin')]).toEqual([204, PORTAL]);
    expect(headers.get('access-control-allow-methods')).toContain('PATCH');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect([refused.status, allowed(refused)]).toEqual([401, PORTAL]);
    expect(refused.headers.get('access-control-expose-headers')).toContain('X-Request-Id');
    expect(allowed(await preflight('https://evil.example'))).toBeNull();
  });
});
