import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../../src/app.setup.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { bytesOf, FORM } from '../../support/http-message.js';
import { rawRequest } from '../../support/raw-request.js';
import { refusedUnrouted, told } from './told.js';

const headers = { 'content-type': FORM };
const bytes = bytesOf({ target: '/oauth/token', headers, body: 'grant_type=refresh_token' });

describe('a request that does not arrive', () => {
  let broker: TestBroker;
  /** The same service, but that it waits a millisecond. */
  let hasty: NestFastifyApplication;

  beforeAll(async () => {
    broker = await startBroker();
    hasty = await createApp(broker.config);
    const patience = { headersTimeout: 1, requestTimeout: 1, connectionsCheckingInterval: 1 };
    Object.assign(hasty.getHttpServer(), patience);
    await hasty.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    await hasty.close();
    await broker.stop();
  });

  it.each([
    ['body', bytes.subarray(0, -1)],
    ['headers', bytes.subarray(0, 60)],
    ['request line', bytes.subarray(0, 10)],
  ])('is refused for its %s', async (_, part) => {
    const answer = await rawRequest(await hasty.getUrl(), part);

    expect(told(answer)).toEqual(refusedUnrouted('408 Request Timeout', 'request_timeout'));
  });

  /** Node takes the longer of these two for bodies, the shorter one for headers. */
  it('is waited for 30 seconds', () => {
    const { requestTimeout, headersTimeout } = broker.app.getHttpServer();

    expect({ requestTimeout, headersTimeout }).toEqual({ requestTimeout: 30_000, headersTimeout: 30_000 });
  });
});
