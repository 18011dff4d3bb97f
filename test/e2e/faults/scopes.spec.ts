import { ClientsService } from '../../../src/clients/clients.service.js';
import { ClientStore } from '../../../src/clients/ports/client-store.js';
import { SECOND } from '../../../src/common/clock.js';
import { OWN_WORK } from '../../../src/common/own-work.js';
import { WorkRunner } from '../../../src/work/work-runner.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { newAlarms } from '../../support/broker-log.js';
import { emulators } from '../../support/emulators.js';
import { eventually } from '../../support/eventually.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { makePartner, type Partner, system } from '../../support/partner.js';
import { patience } from '../../support/signals.js';
import { refreshGrant } from '../../support/token-endpoint.js';
import { travel } from '../../support/travel.js';
import { LOST_ANSWERS, refuse, troubles } from '../../support/troubles.js';

const TELL = 'AdminUpdateUserAttributes';

/** docs/promises.md, 8: scopes that were answered as changed are brought to Cognito, and none is granted before. */
describe('changing scopes while Cognito fails', () => {
  let cognito: FaultProxy;
  let broker: TestBroker;

  beforeAll(async () => {
    cognito = await startFaultProxy(emulators().cognitoLocal);
    broker = await startBroker({ endpoints: { cognito: cognito.endpoint } });
  });
  afterEach(() => cognito.clear());
  afterAll(async () => {
    await broker.stop();
    await cognito.stop();
  });

  const narrow = ({ clientId }: Partner) =>
    broker.app.get(ClientsService).edit(system(), clientId, '*', { scopes: ['orders:read'] });
  const isPending = async ({ clientId }: Partner) =>
    (await broker.app.get(ClientStore).find(clientId, patience()))!.scopesPending;

  async function laterRound(): Promise<void> {
    const back = travel(broker, OWN_WORK + SECOND);
    await broker.app.get(WorkRunner).round();
    back();
  }

  it.each([...troubles('cognito'), ...LOST_ANSWERS, ['is refused', refuse] as const])(
    'changed, and told to Cognito by the runner, when the call %s',
    async (_, fault) => {
      const partner = await makePartner(broker);
      fault(cognito, TELL);
      await narrow(partner);
      await broker.app.get(WorkRunner).idle();
      expect(await newAlarms()).toEqual(
        fault === refuse ? ['DependencyMisconfigured pool: update attributes'] : [],
      );
      expect(await isPending(partner)).toBe(true);
      const meanwhile = await refreshGrant(broker.url, partner.credential);
      expect(JSON.stringify(meanwhile.body)).not.toContain('orders:write');

      cognito.clear();
      await laterRound();
      expect(await isPending(partner)).toBe(false);
      const answer = await eventually(
        () => refreshGrant(broker.url, partner.credential),
        ({ status }) => status !== 503,
      );
      expect(answer).toMatchObject({ status: 200, body: { scope: 'orders:read' } });
    },
  );
});
