import { startBroker, type TestBroker } from '../../support/broker.js';
import { type RawAnswer, rawRequest } from '../../support/raw-request.js';
import { stopClock } from '../../support/stopped-clock.js';

describe('HEAD /oauth/revocations', () => {
  let broker: TestBroker;

  beforeAll(async () => {
    broker = await startBroker();
    stopClock(broker);
  });
  afterAll(() => broker.stop());

  const ask = (method: string, ...lines: string[]) => {
    const head = [
      `${method} /oauth/revocations HTTP/1.1`,
      'Host: broker.example',
      'Connection: close',
      ...lines,
    ];
    return rawRequest(broker.url, `${head.join('\r\n')}\r\n\r\n`);
  };

  it('has the header of GET, content-length too, and no body', async () => {
    const [head, get] = [await ask('HEAD'), await ask('GET')];

    expect([head.status, head.body]).toEqual([200, '']);
    expect(lasting(head)).toEqual(lasting(get));
    expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(get.body)));
    expect(head.headers.get('etag')).toMatch(/^"[\w-]+"$/);
  });

  it('is 304 as GET is', async () => {
    const condition = `If-None-Match: ${(await ask('GET')).headers.get('etag')!}`;
    const [head, get] = [await ask('HEAD', condition), await ask('GET', condition)];

    expect([head.status, head.body]).toEqual([304, '']);
    expect([get.status, get.body]).toEqual([304, '']);
    expect(lasting(head)).toEqual(lasting(get));
  });
});

/** What does not name the request or the moment. */
function lasting({ headers }: RawAnswer): object {
  return Object.fromEntries([...headers].filter(([name]) => !['date', 'x-request-id'].includes(name)));
}
