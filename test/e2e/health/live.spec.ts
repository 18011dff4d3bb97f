import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { NOWHERE } from '../../support/cognito-pools.js';

describe('GET /health/live', () => {
  let broker: TestBroker;
  afterEach(() => broker.stop());

  it('is 200 while nothing that the broker stands on is there', async () => {
    broker = await startBroker({ endpoints: { dynamodb: NOWHERE, cognito: NOWHERE }, serving: false });
    const { status, headers, body } = await new Api(broker.url).get<object>('/health/live');

    expect([status, body, headers.get('cache-control')]).toEqual([200, { status: 'ok' }, 'no-store']);
  });
});
