import type { IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { Api } from '../../support/api.js';
import { Balancer } from '../../support/balancer.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { type BrokerProcess, startBrokerProcess } from '../../support/broker-process.js';
import { eventually } from '../../support/eventually.js';
import { makePartner, type Partner } from '../../support/partner.js';
import { makeOperator } from '../../support/people.js';
import { refreshGrant } from '../../support/token-endpoint.js';

/** Asking at the same time. */
const ASKING = 8;
/** Issuing, using and revoking. */
const CHANGING = 2;

/** Replicas give way to others one by one, as in every deployment: nobody notices. */
describe('two replicas behind a load balancer, restarted in turn under load', () => {
  let founder: TestBroker;
  let balancer: Balancer;
  let partner: Partner;
  let operator: Api;
  let replicas: BrokerProcess[];

  beforeAll(async () => {
    founder = await startBroker();
    partner = await makePartner(founder);
    balancer = await Balancer.start();
    operator = new Api(balancer.url, (await makeOperator(founder)).accessToken);
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
    const load = keepBusy();
    for (const [index, old] of replicas.entries()) {
      process.kill(old.pid, 'SIGTERM');
      await eventually(
        () => Promise.resolve(old.lines.some((line) => line.includes('"draining"'))),
        (isDraining) => isDraining,
      );
      // Asked once more, it drains all the same.
      expect(await old.stop()).toBe(0);
      balancer.remove(old.url);
      replicas[index] = await launch();
      await balancer.add(replicas[index].url);
    }
    await eventually(
      () => Promise.resolve(replicas.map(({ lines }) => lines.some((line) => line.includes('/oauth/token')))),
      (served) => served.every(Boolean),
    );
    const { asked, changed } = await load.stop();
    expect(asked.filter((status) => status !== 200)).toEqual([]);
    expect(asked.length).toBeGreaterThan(ASKING);
    expect(changed.filter((statuses) => statuses.join() !== '201,200,204,400')).toEqual([]);
    expect(changed.length).toBeGreaterThan(CHANGING);
  }, 60_000);

  /**
   * Requests without a pause, of a client whose token is warm, and of credentials that come and go. `stop` tells how each
   * was answered, those of one credential together.
   */
  function keepBusy() {
    let isGoing = true;
    const asked: number[] = [];
    const changed: number[][] = [];
    const ask = async (credential: string) => (await refreshGrant(balancer.url, credential)).status;
    const asking = async () => {
      while (isGoing) asked.push(await ask(partner.credential));
    };
    const changing = async () => {
      while (isGoing) changed.push(await comeAndGo(ask));
    };
    const working = Promise.all([...times(ASKING, asking), ...times(CHANGING, changing)]);
    const stop = async () => {
      isGoing = false;
      await working;
      return { asked, changed };
    };
    return { stop };
  }

  /** A credential of the partner is issued, used, revoked, and used again: how each was answered. */
  async function comeAndGo(ask: (credential: string) => Promise<number>): Promise<number[]> {
    const path = `/api/v1/clients/${partner.clientId}/credentials`;
    const { status: issued, body } = await operator.post<IssuedCredentialDto>(path, { body: {} });
    const used = await ask(body.credential);
    const { status: revoked } = await operator.delete(`${path}/${body.credentialId}`);
    return [issued, used, revoked, await ask(body.credential)];
  }
});

function times<T>(count: number, begin: () => T): T[] {
  return Array.from({ length: count }, begin);
}
