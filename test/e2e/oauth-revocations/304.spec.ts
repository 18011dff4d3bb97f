import { SECOND } from '../../../src/common/clock.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { makePartner } from '../../support/partner.js';
import { askFeed } from '../../support/revocation-feed.js';
import { type StoppedClock, stopClock } from '../../support/stopped-clock.js';

describe('GET /oauth/revocations with If-None-Match', () => {
  let broker: TestBroker;
  let clock: StoppedClock;

  beforeAll(async () => {
    broker = await startBroker();
    clock = stopClock(broker);
  });
  afterAll(async () => {
    clock.restart();
    await broker.stop();
  });

  const ask = (ifNoneMatch: string) => askFeed(broker, { 'if-none-match': ifNoneMatch });
  const currentTag = async () => (await askFeed(broker)).headers.get('etag')!;

  it.each<[string, (tag: string) => string]>([
    ['the tag', (tag) => tag],
    ['a list with the tag', (tag) => `"other", ${tag}`],
    ['the tag as a weak one', (tag) => `W/${tag}`],
    ['any', () => '*'],
  ])('304 for %s, with what tells how long that is so', async (_, header) => {
    const tag = await currentTag();
    const { status, headers, text } = await ask(header(tag));

    expect([status, text]).toEqual([304, '']);
    expect(headers.get('etag')).toBe(tag);
    expect(headers.get('cache-control')).toBe('public, max-age=1');
    expect(headers.get('content-type')).toBeNull();
  });

  it.each<[string, (tag: string) => string]>([
    ['another tag', () => '"other"'],
    ['a list without the tag', () => '"other", W/"third"'],
    ['the tag without its quotes', (tag) => tag.slice(1, -1)],
  ])('200 for %s', async (_, header) => {
    const { status, body } = await ask(header(await currentTag()));

    expect([status, body]).toEqual([200, { revocations: [] }]);
  });

  it('200 for the tag of an older set, 304 for that of the new one', async () => {
    const old = await currentTag();
    const { credential } = await makePartner(broker);
    await new Api(broker.url).oauth('/oauth/revoke', { token: credential });
    clock.at += SECOND;
    const { status, headers, body } = await ask(old);

    expect([status, body.revocations.length]).toEqual([200, 1]);
    expect((await ask(headers.get('etag')!)).status).toBe(304);
  });
});
