import { ClientsService } from '../../../src/clients/clients.service.js';
import { MINUTE, SECOND } from '../../../src/common/clock.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { emulators } from '../../support/emulators.js';
import { eventually } from '../../support/eventually.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { makePartner, type Partner, system } from '../../support/partner.js';
import { refreshGrant } from '../../support/token-endpoint.js';
import { travel } from '../../support/travel.js';
import { LOST_ANSWERS, refuse, troubles } from '../../support/troubles.js';

const REFRESH = 'AdminInitiateAuth';

/** A bearer token lives for 15 minutes here. */
describe('a bearer token', () => {
  let cognito: FaultProxy;
  let broker: TestBroker;
  let partner: Partner;
  let first: unknown;
  let before: number;
  let back: () => void;

  beforeAll(async () => {
    cognito = await startFaultProxy(emulators().cognitoLocal);
    broker = await startBroker({ endpoints: { cognito: cognito.endpoint } });
  });
  beforeEach(async () => {
    partner = await makePartner(broker);
    first = (await ask()).body['access_token'];
    before = cognito.count(REFRESH);
    back = () => undefined;
  });
  afterEach(() => {
    back();
    cognito.clear();
  });
  afterAll(async () => {
    await broker.stop();
    await cognito.stop();
  });

  const ask = () => refreshGrant(broker.url, partner.credential);
  const token = async () => (await ask()).body['access_token'];
  const refreshes = () => cognito.count(REFRESH) - before;

  it('is answered again while two thirds of its life have not passed', async () => {
    back = travel(broker, 9 * MINUTE);
    const answer = await ask();
    expect(answer.body['access_token']).toBe(first);
    expect(answer.body['expires_in']).toBeLessThanOrEqual(6 * 60);
    expect(refreshes()).toBe(0);
  });

  it('is answered once more while the next one is fetched behind it', async () => {
    back = travel(broker, 11 * MINUTE);
    expect(await token()).toBe(first);
    await eventually(token, (seen) => seen !== first);
  });

  it('gives way to a new one when little is left of it', async () => {
    back = travel(broker, 13 * MINUTE);
    const next = await token();
    expect(next).toEqual(expect.any(String));
    expect(next).not.toBe(first);
  });

  it('is answered to its end while there is no other, at little cost', async () => {
    cognito.down();
    back = travel(broker, 15 * MINUTE - 10 * SECOND);
    for (let i = 0; i < 20; i++) expect(await token()).toBe(first);
    back();
    back = travel(broker, 15 * MINUTE + SECOND);
    expect((await ask()).status).toBe(503);
  });

  it.each([...troubles('cognito'), ...LOST_ANSWERS, ['is refused', refuse] as const])(
    'is answered while little is left of it, and Cognito not asked again and again, when a refresh %s',
    async (_, fault) => {
      fault(cognito, REFRESH);
      back = travel(broker, 13 * MINUTE);
      for (let i = 0; i < 20; i++) expect(await token()).toBe(first);
      expect(refreshes()).toBeGreaterThan(0);
      expect(refreshes()).toBeLessThanOrEqual(2);
    },
  );

  it('is not asked of Cognito before one can be good', async () => {
    await broker.app.get(ClientsService).disable(system(), partner.clientId);
    await broker.app.get(ClientsService).enable(system(), partner.clientId);
    const { status, headers } = await ask();
    expect(status).toBe(503);
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(refreshes()).toBe(0);
  });
});
