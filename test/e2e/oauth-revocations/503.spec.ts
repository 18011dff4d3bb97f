import { SECOND } from '../../../src/common/clock.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { emulators } from '../../support/emulators.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { askFeed } from '../../support/revocation-feed.js';
import { type StoppedClock, stopClock } from '../../support/stopped-clock.js';

/** docs/promises.md, 7: whoever asks has kept the last set; an old one is not passed off as the present one. */
describe('GET /oauth/revocations while the table is away', () => {
  let dynamodb: FaultProxy;
  let broker: TestBroker;
  let clock: StoppedClock;

  beforeAll(async () => {
    dynamodb = await startFaultProxy(emulators().dynamodb);
    broker = await startBroker({ tableProxy: dynamodb });
    clock = stopClock(broker);
  });
  beforeEach(() => {
    clock.at += SECOND;
  });
  afterEach(() => dynamodb.clear());
  afterAll(async () => {
    clock.restart();
    await broker.stop();
    await dynamodb.stop();
  });

  it.each<[string, () => void]>([
    ['gone', () => dynamodb.down()],
    ['a black hole', () => dynamodb.blackHole('Query')],
    ['throttling', () => dynamodb.status('Query', { status: 400, type: 'ThrottlingException' })],
    ['failing', () => dynamodb.status('Query', { status: 500, type: 'InternalServerError' })],
    ['denying access', () => dynamodb.status('Query', { status: 400, type: 'AccessDeniedException' })],
  ])('503 when it is %s, whatever the condition, and 200 a second later', async (_, fault) => {
    const tag = (await askFeed(broker)).headers.get('etag')!;
    clock.at += SECOND;
    fault();
    for (const condition of ['"other"', tag, '*']) {
      const { status, headers, body } = await askFeed(broker, { 'if-none-match': condition });

      expect([status, body]).toEqual([
        503,
        {
          error: 'temporarily_unavailable',
          error_description: 'Try again after the time in Retry-After. Nothing is wrong with the credential.',
        },
      ]);
      expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('pragma')).toBe('no-cache');
      expect(headers.get('retry-after')).toBe('1');
      expect(headers.get('etag')).toBeNull();
    }
    dynamodb.clear();
    clock.at += SECOND;
    expect((await askFeed(broker)).status).toBe(200);
  });
});
