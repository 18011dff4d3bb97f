import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';

describe('the portal', () => {
  let broker: TestBroker;
  let api: Api;

  beforeAll(async () => {
    broker = await startBroker();
    api = new Api(broker.url);
  });
  afterAll(() => broker.stop());

  it('is one page wherever it is entered, asked for each time', async () => {
    const [page, ...others] = await Promise.all(
      ['/portal', '/portal/', '/portal/clients/cl_0000000000000000'].map((path) => api.get(path)),
    );

    expect([page!.status, page!.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page!.headers.get('cache-control')).toBe('no-cache');
    for (const { text } of others) expect(text).toBe(page!.text);
  });

  it('goes with a policy that allows nothing inline and nothing of others', async () => {
    const policy = (await api.get('/portal')).headers.get('content-security-policy')!;

    expect(policy.split(';')).toEqual([
      "default-src 'none'",
      "base-uri 'none'",
      "connect-src 'self'",
      "font-src 'self'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "img-src 'self'",
      "script-src 'self'",
      "style-src 'self'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
  });

  it('names files that are kept for good, and are sent compressed', async () => {
    const { text } = await api.get('/portal');
    const files = [...text.matchAll(/(?:src|href)="(\/portal\/[^"]+\.(?:js|css))"/g)].map(
      ([, file]) => file!,
    );

    expect(files.length).toBeGreaterThan(1);
    for (const file of files) {
      const { status, headers } = await api.fetch(file, { headers: { 'accept-encoding': 'gzip' } });
      expect([status, headers.get('content-encoding')]).toEqual([200, 'gzip']);
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    }
    expect(text).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=/);
  });

  it('has no other files', async () => {
    for (const file of ['none.js', '%2e%2e%2f%2e%2e%2fpackage.json', ''])
      expect([file, (await api.fetch(`/portal/assets/${file}`)).status]).toEqual([file, 404]);
  });
});

it('is not there when it is switched off', async () => {
  const broker = await startBroker({ env: { PORTAL: 'off' } });
  try {
    const api = new Api(broker.url);
    for (const path of ['/portal', '/portal/clients']) expect((await api.get(path)).status).toBe(404);
  } finally {
    await broker.stop();
  }
});
