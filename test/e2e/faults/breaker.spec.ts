import { register } from 'prom-client';
import { ClientsService } from '../../../src/clients/clients.service.js';
import { MINUTE, SECOND } from '../../../src/common/clock.js';
import { CognitoLoad } from '../../../src/system/cognito-load.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { emulators } from '../../support/emulators.js';
import { eventually } from '../../support/eventually.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { nextSecond } from '../../support/next-second.js';
import { expectOutage } from '../../support/oauth-outage.js';
import { issue, makePartner, type Partner, system } from '../../support/partner.js';
import { refreshGrant } from '../../support/token-endpoint.js';
import { travel } from '../../support/travel.js';

const REFRESH = 'AdminInitiateAuth';
/** An open breaker lets one call through after so long. */
const OPEN = 3 * SECOND;

/** docs/promises.md, 7 and 10: a Cognito that does not answer is not asked for a while. */
describe('the token endpoint once Cognito has not answered again and again', () => {
  let cognito: FaultProxy;
  let broker: TestBroker;
  let partner: Partner;
  let credentials: string[];

  beforeAll(async () => {
    cognito = await startFaultProxy(emulators().cognitoLocal);
    broker = await startBroker({ env: { MAX_CLOCK_SKEW: '0' }, endpoints: { cognito: cognito.endpoint } });
    partner = await makePartner(broker);
    credentials = [partner.credential];
    while (credentials.length < 5) credentials.push((await issue(broker, partner.clientId)).secret);
  });
  afterEach(() => cognito.clear());
  afterAll(async () => {
    await broker.stop();
    await cognito.stop();
  });

  const ask = (credential = partner.credential) => refreshGrant(broker.url, credential);
  const breaker = () => broker.app.get(CognitoLoad).breaker();

  /** From now on a token has to be fetched. */
  async function spoilTokens(): Promise<void> {
    await broker.app.get(ClientsService).disable(system(), partner.clientId);
    await broker.app.get(ClientsService).enable(system(), partner.clientId);
    await nextSecond();
  }

  it('says so without asking it, serves what is still good, and recovers', async () => {
    const warm = await makePartner(broker);
    expect((await ask(warm.credential)).status).toBe(200);
    await spoilTokens();
    cognito.status(REFRESH, { status: 500, type: 'InternalErrorException' }, { times: 2 });
    cognito.blackHole(REFRESH);
    for (const answer of await Promise.all(credentials.map((credential) => ask(credential))))
      expectOutage(answer);
    await eventually(
      () => register.metrics(),
      (metrics) => metrics.includes('broker_breaker_state{dependency="pool"} 2'),
    );
    expect(['open', 'halfOpen']).toContain(breaker());

    const [since, asked] = [performance.now(), cognito.count(REFRESH)];
    for (const answer of await Promise.all(credentials.map((credential) => ask(credential))))
      expectOutage(answer);
    const back = travel(broker, 12 * MINUTE);
    expect((await ask(warm.credential)).status).toBe(200);
    back();
    const trials = 1 + Math.floor((performance.now() - since) / OPEN);
    expect(cognito.count(REFRESH) - asked).toBeLessThanOrEqual(trials);

    cognito.clear();
    await eventually(ask, ({ status }) => status === 200);
    expect(breaker()).toBe('closed');
  });

  it('goes on asking while Cognito refuses or throttles', async () => {
    await spoilTokens();
    for (const type of ['NotAuthorizedException', 'TooManyRequestsException']) {
      cognito.status(REFRESH, { status: 400, type });
      const asked = cognito.count(REFRESH);
      for (let i = 0; i < 6; i++) expectOutage(await ask());
      expect(cognito.count(REFRESH) - asked).toBeGreaterThanOrEqual(6);
      expect(breaker()).toBe('closed');
      cognito.clear();
    }
  });
});
