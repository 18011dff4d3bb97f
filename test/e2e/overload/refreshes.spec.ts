import { ClientsService } from '../../../src/clients/clients.service.js';
import { RefreshRoom } from '../../../src/tokens/ports/refresh-room.js';
import { gate } from '../../support/gate.js';
import { nextSecond } from '../../support/next-second.js';
import { expectOutage } from '../../support/oauth-outage.js';
import { makePartner, type Partner, system } from '../../support/partner.js';
import { type ProxiedBroker, startProxiedBroker } from '../../support/proxied-broker.js';
import { refreshGrant } from '../../support/token-endpoint.js';

/** As many as may wait for Cognito however small the budget. */
const MOST = 16;

/** docs/promises.md, 11: what Cognito cannot be asked for in time costs nobody else their answers. */
describe('more refreshes than Cognito’s budget has turns for', () => {
  let world: ProxiedBroker;
  let cold: Partner;
  let warm: Partner;

  beforeAll(async () => {
    world = await startProxiedBroker({ MAX_CLOCK_SKEW: '0', COGNITO_MAX_RPS: '8' });
    [cold, warm] = await Promise.all([makePartner(world.broker), makePartner(world.broker)]);
    // From now on its token has to be fetched.
    await world.broker.app.get(ClientsService).disable(system(), cold.clientId);
    await world.broker.app.get(ClientsService).enable(system(), cold.clientId);
    await nextSecond();
  });
  afterAll(() => world.stop());

  const ask = ({ credential }: Partner) => refreshGrant(world.broker.url, credential);
  const work = () => [world.dynamodb.count('UpdateItem'), world.cognito.count('AdminInitiateAuth')];

  it('are answered 503 with nothing done for them, while who has a token gets it', async () => {
    const room = world.broker.app.get(RefreshRoom);
    const full = gate();
    const inside = Array.from({ length: MOST }, () => room.within(() => full.passed));
    const before = work();

    expectOutage(await ask(cold));
    expect(work()).toEqual(before);
    expect(await ask(warm)).toMatchObject({ status: 200 });

    full.open();
    await Promise.all(inside);
    expect(await ask(cold)).toMatchObject({ status: 200 });
  });
});
