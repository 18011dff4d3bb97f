import { Balancer } from '../../support/balancer.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { type BrokerProcess, startBrokerProcess } from '../../support/broker-process.js';
import { eventually } from '../../support/eventually.js';
import { makePartner, type Partner } from '../../support/partner.js';
import { refreshGrant } from '../../support/token-endpoint.js';

/** Asking at the same time. */
const WORKERS = 8;

/** Replicas give way to others one by one, as in every deployment: nobody notices. */
describe('two replicas behind a load balancer, restarted in turn under load', () => {
  let founder: TestBroker;
  let balancer: Balancer;
  let partner: Partner;
  let replicas: BrokerProcess[];

  beforeAll(async () => {
    founder = await startBroker();
    partner = await makePartner(founder);
    balancer = await Balancer.start();
    replicas = await Promise.all([launch(), launch()]);
    await Promise.all(replicas.map(({ url }) => balancer.add(url)));
  }, 60_000);
  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.stop()));
    await balancer.stop();
    await founder.stop();
  });

  /** With time for the balancer to learn that it wants no more requests. */
  const launch = () => startBrokerProcess(founder, { DRAIN_DELAY: '3' });

  it('lose no request, and refuse none', async () => {
    const load = keepAsking();
    for (const [index, old] of replicas.entries()) {
      expect(await old.stop()).toBe(0);
      balancer.remove(old.url);
      replicas[index] = await launch();
      await balancer.add(replicas[index].url);
    }
    await eventually(
      () => Promise.resolve(replicas.map(({ lines }) => lines.some((line) => line.includes('/oauth/token')))),
      (served) => served.every(Boolean),
    );
    const statuses = await load.stop();
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    expect(statuses.length).toBeGreaterThan(WORKERS);
  }, 60_000);

  /** Requests without a pause, of a client whose token is warm. `stop` tells how each was answered. */
  function keepAsking() {
    let isGoing = true;
    const statuses: number[] = [];
    const worker = async () => {
      while (isGoing) statuses.push((await refreshGrant(balancer.url, partner.credential)).status);
    };
    const working = Promise.all(Array.from({ length: WORKERS }, worker));
    const stop = async () => {
      isGoing = false;
      await working;
      return statuses;
    };
    return { stop };
  }
});
