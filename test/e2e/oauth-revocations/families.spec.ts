import { decodeJwt } from 'jose';
import { MINUTE, SECOND } from '../../../src/common/clock.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { makePartner } from '../../support/partner.js';
import { askFeed } from '../../support/revocation-feed.js';
import { stopClock } from '../../support/stopped-clock.js';
import { refreshGrant } from '../../support/token-endpoint.js';

describe('a revoked credential of which more than one token is out', () => {
  let broker: TestBroker;

  beforeAll(async () => {
    broker = await startBroker();
  });
  afterAll(() => broker.stop());

  it('has each of them cut off, and no token of another credential', async () => {
    const clock = stopClock(broker);
    const [partner, other] = [await makePartner(broker), await makePartner(broker)];
    const ask = async ({ credential }: typeof partner) =>
      decodeJwt(String((await refreshGrant(broker.url, credential)).body['access_token'])).jti;
    const first = await ask(partner);
    await ask(other);
    clock.at += 12 * MINUTE;
    const second = await ask(partner);
    await new Api(broker.url).oauth('/oauth/revoke', { token: partner.credential });
    clock.at += SECOND;
    const { revocations } = (await askFeed(broker)).body;

    expect(second).not.toBe(first);
    expect(revocations.map(({ value }) => value).sort()).toEqual([first, second].sort());
    expect(new Set(revocations.map(({ claim }) => claim))).toEqual(new Set(['jti']));
  });
});
