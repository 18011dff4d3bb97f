import { fastify } from 'fastify';
import { bearerTokens } from '../src/fastify.js';
import { middlewareContract, type TestApi } from './support/matrix.js';
import { Pool } from './support/pool.js';
import { verifierOf } from './support/verifiers.js';

let pool: Pool;

beforeAll(async () => {
  pool = await Pool.start();
});
afterAll(() => pool.stop());

async function startApi(): Promise<TestApi> {
  const verifier = verifierOf(pool, { broker: pool.broker, whenRevocationsStale: 'deny' });
  const app = fastify();
  await app.register(bearerTokens, { verifier });
  app.get('/orders', { onRequest: app.requireToken('orders:read') }, (request) => request.client);
  app.get('/open', (request) => ({ client: request.client }));
  await app.register((admin, _, done) => {
    admin.addHook('onRequest', admin.requireToken('orders:admin'));
    admin.get('/admin', () => 'never');
    done();
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return { url, stop: () => (verifier.close(), app.close()) };
}

describe('on Fastify 5', () => {
  middlewareContract(() => pool, startApi);

  it('has no client on routes that ask for no token', async () => {
    const api = await startApi();
    expect(await (await fetch(`${api.url}/open`)).json()).toEqual({ client: null });
    await api.stop();
  });
});
