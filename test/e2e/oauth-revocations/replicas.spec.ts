import { SECOND } from '../../../src/common/clock.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { issue, makePartner, type Partner } from '../../support/partner.js';
import { askFeed, type CutOffQueries, countCutOffQueries } from '../../support/revocation-feed.js';
import { type StoppedClock, stopClock } from '../../support/stopped-clock.js';

describe('the revocation feed of a fleet', () => {
  let queries: CutOffQueries;
  let first: TestBroker;
  let second: TestBroker;
  let clocks: StoppedClock[];
  let partner: Partner;

  beforeAll(async () => {
    queries = await countCutOffQueries();
    const endpoints = { dynamodb: queries.endpoint };
    first = await startBroker({ endpoints });
    second = await startBroker({ endpoints, beside: first });
    partner = await makePartner(first);
    clocks = [stopClock(first), stopClock(second)];
  });
  afterAll(async () => {
    clocks.forEach((clock) => clock.restart());
    await Promise.all([first.stop(), second.stop()]);
    queries.close();
  });

  const goOn = (by: number) => clocks.forEach((clock) => (clock.at += by));
  const revoke = ({ url }: TestBroker, token: string) => new Api(url).oauth('/oauth/revoke', { token });
  const sizeOf = async (broker: TestBroker) => (await askFeed(broker)).body.revocations.length;

  it('asks the table once a second in each replica, however many consumers there are', async () => {
    for (let seconds = 0; seconds < 3; seconds++) {
      goOn(SECOND);
      const before = queries.count;
      const early = Array.from({ length: 100 }, () => askFeed(first));
      expect(new Set((await Promise.all(early)).map(({ status }) => status))).toEqual(new Set([200]));
      goOn(SECOND - 1);
      await Promise.all(Array.from({ length: 100 }, () => askFeed(first)));
      expect(queries.count - before).toBe(1);
      goOn(1 - SECOND);
    }
  });

  it('shows on every replica, within a second, what one has acknowledged', async () => {
    for (let round = 0; round < 3; round++) {
      goOn(SECOND);
      const before = await Promise.all([first, second].map(sizeOf));
      const { secret } = await issue(first, partner.clientId);
      const { status } = await revoke(first, secret);
      goOn(SECOND);

      expect([status, before[0]]).toEqual([200, before[1]]);
      expect(await Promise.all([first, second].map(sizeOf))).toEqual(before.map((size) => size + 1));
    }
  });

  it('is the same bytes under the same tag on every replica, before and after a restart', async () => {
    goOn(SECOND);
    await revoke(second, (await issue(first, partner.clientId)).secret);
    goOn(SECOND);
    const answers = [await askFeed(first), await askFeed(second)];
    await second.stop();
    second = await startBroker({ endpoints: { dynamodb: queries.endpoint }, beside: first });
    clocks[1] = stopClock(second, clocks[0]!.at);
    answers.push(await askFeed(second));

    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(new Set(answers.map(({ headers }) => headers.get('etag'))).size).toBe(1);
    expect(answers[0]!.body.revocations).not.toEqual([]);
  });
});
