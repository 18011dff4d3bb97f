import { Readiness } from '../../../src/health/readiness.js';
import { Api } from '../../support/api.js';
import { type BrokerOptions, startBroker, type TestBroker } from '../../support/broker.js';
import { NOWHERE } from '../../support/cognito-pools.js';
import { emulators } from '../../support/emulators.js';
import { eventually } from '../../support/eventually.js';
import { startFaultProxy } from '../../support/fault-proxy.js';

interface Part {
  readonly status: 'up' | 'down';
  readonly condition?: 'up' | 'degraded';
}
interface Health {
  readonly status: string;
  readonly details: Readonly<Record<'replica' | 'table' | 'pool' | 'key', Part>>;
}

const UP = {
  replica: { status: 'up' },
  table: { status: 'up' },
  pool: { status: 'up', condition: 'up' },
  key: { status: 'up', condition: 'up' },
};

describe('GET /health/ready', () => {
  let broker: TestBroker;
  afterEach(() => broker.stop());

  const start = async (options?: BrokerOptions) => {
    broker = await startBroker(options);
  };
  const ready = () => new Api(broker.url).get<Health>('/health/ready');

  it('is 503 until the broker serves, 200 while it does, and 503 while it drains, serving all the same', async () => {
    await start({ serving: false });
    const starting = await ready();
    expect([starting.status, starting.headers.get('retry-after')]).toEqual([503, '1']);
    expect(starting.body.details).toEqual({ ...UP, replica: { status: 'down' } });

    broker.app.get(Readiness).serve();
    const serving = await ready();
    expect([serving.status, serving.body.status, serving.body.details]).toEqual([200, 'ok', UP]);
    expect(serving.headers.get('cache-control')).toBe('no-store');

    broker.app.get(Readiness).drain();
    expect([(await ready()).status, (await ready()).body.details.replica]).toEqual([503, { status: 'down' }]);
    expect(
      (await new Api(broker.url).token({ grant_type: 'refresh_token', refresh_token: 'x' })).status,
    ).toBe(400);
    broker.app.get(Readiness).serve();
    expect((await ready()).status).toBe(503);
  });

  it('is 200 with a pool that cannot be reached, which is told', async () => {
    await start({ endpoints: { cognito: NOWHERE } });
    const { status, body } = await eventually(
      ready,
      (seen) => seen.body.details.pool.condition === 'degraded',
    );

    expect([status, body.status, body.details.key]).toEqual([200, 'ok', UP.key]);
  });

  it('is 200 with a key that cannot be reached, which is told', async () => {
    await start({ env: { KEY_PROVIDER: 'kms', KMS_KEY_ID: 'alias/broker' } });
    const { status, body } = await eventually(
      ready,
      (seen) => seen.body.details.key.condition === 'degraded',
    );

    expect([status, body.status, body.details.pool]).toEqual([200, 'ok', UP.pool]);
  });

  it('is 503 while the table cannot be read, and 200 once it can again', async () => {
    const dynamodb = await startFaultProxy(emulators().dynamodb);
    await start({ endpoints: { dynamodb: dynamodb.endpoint } });
    dynamodb.down();
    const down = await ready();
    dynamodb.clear();
    const up = await eventually(ready, ({ status }) => status === 200);
    await dynamodb.stop();

    expect([down.status, down.body.status, down.body.details.table]).toEqual([
      503,
      'error',
      { status: 'down' },
    ]);
    expect(up.body.details).toEqual(UP);
  });
});
