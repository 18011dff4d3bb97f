import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';

describe('the portal’s pages', () => {
  let broker: TestBroker;
  let api: Api;

  beforeAll(async () => {
    broker = await startBroker();
    api = new Api(broker.url);
  });
  afterAll(() => broker.stop());

  it.each(['/portal', '/portal/', '/portal/clients/cl_x'])(
    'are one page, asked for each time: %s',
    async (path) => {
      const { status, headers, text } = await api.get(path);
      expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
      expect(headers.get('cache-control')).toBe('no-cache');
      expect(text).not.toMatch(/<script(?![^>]* src=)[^>]*>|<style|style=/);
    },
  );

  it('go with a policy that lets them load nothing but our own files, and nothing inline', async () => {
    const policy = (await api.get('/portal')).headers.get('content-security-policy')!;
    expect(policy.split(';')).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "style-src 'self'"]),
    );
    expect(policy).not.toMatch(/unsafe|data:|https?:|\*/);
  });

  it('name assets that are there, and kept for good', async () => {
    const { text } = await api.get('/portal');
    const assets = [...text.matchAll(/(?:src|href)="(\/portal\/assets\/[^"]+)"/g)].map(([, link]) => link!);
    expect(assets.length).toBeGreaterThan(1);
    for (const asset of assets) {
      const { status, headers } = await api.get(asset);
      expect([asset, status, headers.get('cache-control')]).toEqual([
        asset,
        200,
        'public, max-age=31536000, immutable',
      ]);
    }
  });

  it.each([
    '/portal/assets/none.js',
    '/portal/assets/../index.html',
    '/portal/assets/%2e%2e/%2e%2e/package.json',
  ])('404 for what is no asset: %s', async (path) => {
    expect((await api.get(path)).text).not.toContain('b2b-auth-broker/portal');
    expect((await api.get('/portal/assets/none.js')).status).toBe(404);
  });

  it('are not there when they are switched off', async () => {
    const without = await startBroker({ beside: broker, env: { PORTAL: 'off' } });
    expect((await new Api(without.url).get('/portal')).status).toBe(404);
    await without.stop();
  });
});
