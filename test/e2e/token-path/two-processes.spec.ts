import { ClientsService } from '../../../src/clients/clients.service.js';
import { CredentialsService } from '../../../src/clients/credentials.service.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { type BrokerProcess, startBrokerProcess } from '../../support/broker-process.js';
import { issue, makePartner, type Partner, system } from '../../support/partner.js';
import { refreshGrant } from '../../support/token-endpoint.js';

/** docs/promises.md, 1, on real processes: each keeps warm tokens in its own memory. */
describe('two broker processes on one table', () => {
  let portal: TestBroker;
  let replicas: BrokerProcess[];
  let partner: Partner;

  beforeAll(async () => {
    portal = await startBroker();
    replicas = await Promise.all([startBrokerProcess(portal), startBrokerProcess(portal)]);
    partner = await makePartner(portal);
  }, 60_000);
  afterAll(async () => {
    const codes = await Promise.all(replicas.map((replica) => replica.stop()));
    await portal.stop();
    expect(codes).toEqual([0, 0]);
  });

  const ask = (credential: string) => Promise.all(replicas.map(({ url }) => refreshGrant(url, credential)));
  const statuses = async (credential: string) => (await ask(credential)).map(({ status }) => status);

  it('both refuse a revoked credential from the first request after the answer', async () => {
    const credentials = portal.app.get(CredentialsService, { strict: false });
    for (let round = 0; round < 10; round++) {
      const { credential, secret } = await issue(portal, partner.clientId);
      expect(await statuses(secret)).toEqual([200, 200]);
      await credentials.revoke(system(), partner.clientId, credential.id);
      expect(await statuses(secret)).toEqual([400, 400]);
    }
  });

  it('both refuse a disabled client, under load, from the first request after the answer', async () => {
    expect(await statuses(partner.credential)).toEqual([200, 200]);
    const load = keepAsking(partner.credential);
    await portal.app.get(ClientsService).disable(system(), partner.clientId);
    expect(await statuses(partner.credential)).toEqual([400, 400]);
    await load.stop();
  });

  /** Requests without a pause, so that some are under way at every instant. */
  function keepAsking(credential: string) {
    let going = true;
    const worker = async () => {
      while (going) await ask(credential);
    };
    const workers = Promise.all(Array.from({ length: 4 }, worker));
    return { stop: () => ((going = false), workers) };
  }
});
