import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';

describe('/oauth/revocations, other methods', () => {
  let broker: TestBroker;

  beforeAll(async () => {
    broker = await startBroker();
  });
  afterAll(() => broker.stop());

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])('405 for %s', async (method) => {
    const { status, headers, body } = await new Api(broker.url).call(method, '/oauth/revocations');

    expect([status, body]).toEqual([
      405,
      { error: 'invalid_request', error_description: 'Use one of the methods in Allow.' },
    ]);
    expect(headers.get('allow')).toBe('GET, HEAD');
    expect(headers.get('cache-control')).toBe('no-store');
  });
});
