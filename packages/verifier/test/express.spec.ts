import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import { requireToken } from '../src/express.js';
import { Verifier } from '../src/verifier.js';
import { middlewareContract, type TestApi } from './support/matrix.js';
import { Pool } from './support/pool.js';
import { verifierOf } from './support/verifiers.js';

let pool: Pool;

beforeAll(async () => {
  pool = await Pool.start();
});
afterAll(() => pool.stop());

async function start(verifier: Verifier): Promise<TestApi> {
  const app = express();
  app.get('/orders', requireToken(verifier, 'orders:read'), (request, response) => {
    response.json(request.client);
  });
  app.get('/admin', requireToken(verifier, 'orders:admin'), (_, response) => {
    response.end();
  });
  app.get('/open', (_, response) => {
    response.end();
  });
  const onError: ErrorRequestHandler = (error: Error, _request, response, next) => {
    if (response.headersSent) return next(error);
    response.status(500).end(error.message);
  };
  app.use(onError);
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = () => new Promise((resolve) => server.close(resolve).closeAllConnections());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

async function startApi(): Promise<TestApi> {
  const verifier = verifierOf(pool, { broker: pool.broker, whenRevocationsStale: 'deny' });
  const api = await start(verifier);
  return { url: api.url, stop: () => (verifier.close(), api.stop()) };
}

describe('on Express 5', () => {
  middlewareContract(() => pool, startApi);

  it('hands what else goes wrong to Express', async () => {
    class Broken extends Verifier {
      verify(): Promise<never> {
        return Promise.reject(new TypeError('a bug'));
      }
      ready = () => Promise.resolve();
      close = () => undefined;
    }
    const api = await start(new Broken());
    const response = await fetch(`${api.url}/orders`, { headers: { authorization: 'Bearer a' } });

    expect([response.status, await response.text()]).toEqual([500, 'a bug']);
    await api.stop();
  });
});
