import { jest } from '@jest/globals';
import { ClientsService } from '../../../src/clients/clients.service.js';
import { MachinePool } from '../../../src/clients/ports/machine-pool.js';
import { SessionStore } from '../../../src/clients/ports/session-store.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { AccessReader } from '../../../src/tokens/ports/access-reader.js';
import { emulators } from '../../support/emulators.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { nextSecond } from '../../support/next-second.js';
import { makePartner, system } from '../../support/partner.js';
import { refreshGrant } from '../../support/token-endpoint.js';

const REFRESH = 'AdminInitiateAuth';

/** docs/promises.md, 10: one refresh a credential at a time in a replica, and as a rule in the fleet. */
describe('a credential whose token must be fetched', () => {
  let cognito: FaultProxy;
  let fleet: TestBroker[];

  beforeAll(async () => {
    cognito = await startFaultProxy(emulators().cognitoLocal);
    const env = { MAX_CLOCK_SKEW: '0' };
    const first = await startBroker({ env, endpoints: { cognito: cognito.endpoint } });
    const second = await startBroker({ env, endpoints: { cognito: cognito.endpoint }, beside: first });
    fleet = [first, second];
  });
  afterAll(async () => {
    await Promise.all(fleet.map((broker) => broker.stop()));
    await cognito.stop();
  });

  it('is refreshed once, however many ask on however many replicas', async () => {
    const [broker] = fleet as [TestBroker];
    const { clientId, credential } = await makePartner(broker);
    await broker.app.get(ClientsService).disable(system(), clientId);
    await broker.app.get(ClientsService).enable(system(), clientId);
    await nextSecond();
    // Counted here and not on the wire, where a try that took too long is repeated.
    const refreshes = fleet.map(({ app }) => jest.spyOn(app.get(MachinePool), 'refresh'));
    const asked = fleet.flatMap(({ app }) => [
      jest.spyOn(app.get(SessionStore), 'claimRefresh'),
      jest.spyOn(app.get(SessionStore), 'storeBearer'),
      jest.spyOn(app.get(AccessReader), 'read'),
    ]);
    const hold = cognito.hold(REFRESH);
    const answers = fleet.flatMap(({ url }) =>
      Array.from({ length: 20 }, () => refreshGrant(url, credential)),
    );
    await hold.held;
    hold.release();
    const served = (await Promise.all(answers)).filter(({ status }) => status === 200);
    // On a busy machine the table may take too long to store a claim or a token, or to be read again: then another refresh is right.
    const told = await Promise.allSettled(
      asked.flatMap(({ mock }) => mock.results.map(({ value }) => value as Promise<unknown>)),
    );
    const failed = told.filter(({ status }) => status === 'rejected').length;
    const count = refreshes.flatMap(({ mock }) => mock.calls).filter(([of]) => of === clientId).length;
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(1 + failed);
    expect(served.length).toBeGreaterThan(0);
    expect(new Set(served.map(({ body }) => body['access_token'])).size).toBeLessThanOrEqual(count);
  });
});
