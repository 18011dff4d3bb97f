import { eventually } from '../../../../test/support/eventually.js';
import type { Pool } from './pool.js';

/** An API under test: `GET /orders` needs `orders:read`, `GET /admin` needs `orders:admin`, `GET /open` nothing. */
export interface TestApi {
  readonly url: string;
  stop(): Promise<unknown>;
}

/**
 * What every middleware has to answer. The route answers with the `client` it was given.
 * @param start makes an API whose tokens are the pool's
 */
export function middlewareContract(pool: () => Pool, start: () => Promise<TestApi>): void {
  let api: TestApi;

  beforeAll(async () => {
    api = await start();
    // The first fetches have two seconds, which a busy machine may take.
    const token = await pool().token();
    await eventually(
      () => get('/orders', `Bearer ${token}`),
      ({ status }) => status === 200,
    );
  });
  afterAll(() => api.stop());

  const get = (path: string, authorization?: string) =>
    fetch(`${api.url}${path}`, { headers: authorization === undefined ? {} : { authorization } });

  async function refusalOf(path: string, authorization?: string) {
    const response = await get(path, authorization);
    const { error } = (await response.json()) as { error: string };
    return [response.status, response.headers.get('www-authenticate'), error];
  }

  it('lets in who has a good token, and tells the route who it is', async () => {
    const token = await pool().token();
    for (const scheme of ['Bearer', 'bearer', 'BEARER ']) {
      const response = await get('/orders', `${scheme} ${token}`);
      expect([response.status, await response.json()]).toEqual([
        200,
        {
          clientId: 'cl_0000000000000000',
          tenantId: 'tn_0000000000000000',
          scopes: ['orders:read', 'orders:write'],
          sub: '6f1c2f0e-0000-4000-8000-000000000000',
          expiresAt: expect.stringMatching(/^\d{4}-.+Z$/) as string,
        },
      ]);
    }
  });

  it.each([[undefined], ['Basic YTpi'], ['Bearerabc'], ['']])(
    'answers 401 without an error code to %j (RFC 6750 §3.1)',
    async (header) => {
      expect(await refusalOf('/orders', header)).toEqual([401, 'Bearer', 'invalid_request']);
    },
  );

  it('answers 401 invalid_token to a bad one', async () => {
    const challenge = (what: string) => `Bearer error="invalid_token", error_description="${what}"`;
    const expired = await pool().token({ exp: 1 });

    expect(await refusalOf('/orders', 'Bearer')).toEqual([
      401,
      challenge('The token is malformed'),
      'invalid_token',
    ]);
    expect(await refusalOf('/orders', `Bearer ${expired}`)).toEqual([
      401,
      challenge('The token has expired'),
      'invalid_token',
    ]);
  });

  it('answers 403 insufficient_scope, and names the scopes', async () => {
    expect(await refusalOf('/admin', `Bearer ${await pool().token()}`)).toEqual([
      403,
      'Bearer error="insufficient_scope", error_description="The token lacks a scope: needed is orders:admin", scope="orders:admin"',
      'insufficient_scope',
    ]);
  });

  it('answers 503 with Retry-After while the revocations cannot be had', async () => {
    pool().feedAnswer = { status: 503, body: '' };
    const outage = await start();
    const response = await fetch(`${outage.url}/orders`, {
      headers: { authorization: `Bearer ${await pool().token()}` },
    });
    pool().feedAnswer = undefined;
    await outage.stop();

    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await response.json()).toMatchObject({ error: 'temporarily_unavailable' });
  });

  it('leaves other routes alone', async () => {
    expect((await get('/open')).status).toBe(200);
  });
}
