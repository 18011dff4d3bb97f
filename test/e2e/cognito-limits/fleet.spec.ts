import { register } from 'prom-client';
import { MachinePool } from '../../../src/clients/ports/machine-pool.js';
import { newClientId, newTenantId } from '../../../src/common/ids.js';
import { SECOND } from '../../../src/common/clock.js';
import { DependencyThrottled } from '../../../src/common/errors/dependency-errors.js';
import { BudgetShare } from '../../../src/fleet/budget-share.js';
import { CognitoLoad } from '../../../src/system/cognito-load.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { emulators } from '../../support/emulators.js';
import { eventually } from '../../support/eventually.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { issue, makePartner, type Partner } from '../../support/partner.js';
import { patience } from '../../support/signals.js';

const REFRESH = 'AdminInitiateAuth';
const BUDGET = 20;
/** Always asking: far more than the budget, and as many as may wait in a queue. */
const ASKING = 16;

/** docs/promises.md, 10: all replicas together stay within the budget, whatever the demand. */
describe('replicas that call Cognito far too often', () => {
  let cognito: FaultProxy;
  let fleet: TestBroker[];
  let partner: Partner;
  let machine: Awaited<ReturnType<typeof makeMachineUser>>;

  const start = (beside?: TestBroker) =>
    startBroker({
      env: { COGNITO_MAX_RPS: String(BUDGET) },
      endpoints: { cognito: cognito.endpoint },
      beside,
    });

  beforeAll(async () => {
    cognito = await startFaultProxy(emulators().cognitoLocal);
    const first = await start();
    fleet = [first];
    partner = await makePartner(first);
    machine = await makeMachineUser(first);
  });
  afterEach(() => cognito.clear());
  afterAll(async () => {
    await Promise.all(fleet.map((broker) => broker.stop()));
    await cognito.stop();
  });

  const shareOf = ({ app }: TestBroker) => app.get(BudgetShare).current();
  const refresh = ({ app }: TestBroker) =>
    app.get(MachinePool).refresh(machine.clientId, machine.refreshToken, AbortSignal.timeout(3 * SECOND));

  /** Asks for refreshes without a pause. @returns how many were served since the start */
  function keepAsking(broker: TestBroker) {
    let going = true;
    let served = 0;
    const ask = async () => {
      while (going)
        await refresh(broker).then(
          () => served++,
          () => new Promise(setImmediate),
        );
    };
    const asking = Promise.all(Array.from({ length: ASKING }, ask));
    return { served: () => served, stop: () => ((going = false), asking) };
  }

  it('stay within the budget while they join, and let revocations and people pass what queues', async () => {
    const began = performance.now();
    const before = cognito.count(REFRESH);
    const loads = [keepAsking(fleet[0]!)];
    for (const broker of await Promise.all([start(fleet[0]), start(fleet[0])])) {
      fleet.push(broker);
      loads.push(keepAsking(broker));
    }
    const token = new URLSearchParams({ token: partner.credential });
    await fetch(`${fleet[0]!.url}/oauth/revoke`, { method: 'POST', body: token });
    await eventually(
      () => Promise.resolve(cognito.count('RevokeToken')),
      (count) => count > 0,
    );
    await issue(fleet[0]!, partner.clientId);
    expect(await register.metrics()).toMatch(
      /broker_cognito_queue_length\{category="UserAuthentication"\} [1-9]/,
    );
    await eventually(
      () => Promise.resolve(fleet.map(shareOf)),
      (shares) => shares.every((share) => Math.abs(share - 0.3) < 1e-9),
    );
    await eventually(
      () => Promise.resolve(loads.map(({ served }) => served())),
      (served) => served.every((count) => count > 0),
    );
    const seconds = (performance.now() - began) / SECOND;
    expect(cognito.count(REFRESH) - before).toBeLessThanOrEqual(BUDGET * (seconds + 1));
    await Promise.all(loads.map((load) => load.stop()));
  });

  it('slow down where Cognito says all the same that there are too many calls', async () => {
    const [broker] = fleet as [TestBroker];
    const limit = () => broker.app.get(CognitoLoad).byQuota()['UserAuthentication']!.limit;
    const full = limit();
    cognito.status(REFRESH, { status: 400, type: 'TooManyRequestsException' }, { times: 1 });

    await expect(refresh(broker)).rejects.toThrow(DependencyThrottled);
    expect(limit()).toBeLessThan(full * 0.75);
  });
});

/** A user of the machines' pool, signed in, that no client knows of. */
async function makeMachineUser({ app }: TestBroker) {
  const [pool, clientId, password] = [app.get(MachinePool), newClientId(), 'Correct-Horse-Battery-Staple-1'];
  await pool.createUser({ clientId, tenantId: newTenantId(), scopes: [] }, patience());
  await pool.setPassword(clientId, password, patience());
  const { refreshToken } = await pool.signIn(clientId, password, patience());
  return { clientId, refreshToken };
}
