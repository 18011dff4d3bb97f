import { CredentialsService } from '../../../src/clients/credentials.service.js';
import { credentialsOf } from '../../../src/clients/domain/client.js';
import { ClientStore } from '../../../src/clients/ports/client-store.js';
import { SECOND } from '../../../src/common/clock.js';
import { OWN_WORK } from '../../../src/common/own-work.js';
import { WorkRunner } from '../../../src/work/work-runner.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { type BrokerProcess, startBrokerProcess } from '../../support/broker-process.js';
import { emulators } from '../../support/emulators.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { makeOperator, makeTenant, type TestTenant } from '../../support/people.js';
import { system } from '../../support/partner.js';
import { patience } from '../../support/signals.js';
import { Api } from '../../support/api.js';
import { travel } from '../../support/travel.js';

/** A crash while a credential is being issued leaves it provisioning and unusable, never half-usable. */
describe('a broker killed while it issues a credential', () => {
  let cognito: FaultProxy;
  let survivor: TestBroker;
  let victim: BrokerProcess;
  let tenant: TestTenant;

  beforeAll(async () => {
    cognito = await startFaultProxy(emulators().cognitoLocal);
    survivor = await startBroker();
    const env = { AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.endpoint };
    victim = await startBrokerProcess(survivor, env);
    tenant = await makeTenant(await makeOperator(survivor));
  }, 60_000);
  afterAll(async () => {
    await survivor.stop();
    await cognito.stop();
  });

  const stored = () => survivor.app.get(ClientStore).find(tenant.clientId, patience());

  it('leaves it provisioning, and the runner takes it back', async () => {
    const hold = cognito.holdAnswer('AdminInitiateAuth');
    const api = new Api(victim.url).as(tenant.admin.accessToken);
    const issuing = api
      .post(`/api/v1/clients/${tenant.clientId}/credentials`, { body: {} })
      .catch(() => 'cut off');
    await hold.held;
    await victim.kill();
    expect(await issuing).toBe('cut off');
    const [credential] = credentialsOf((await stored())!);
    expect(credential).toMatchObject({ state: 'provisioning' });

    const back = travel(survivor, OWN_WORK + SECOND);
    await survivor.app.get(WorkRunner).round();
    back();
    expect(credentialsOf((await stored())!)).toEqual([]);
    const credentials = survivor.app.get(CredentialsService, { strict: false });
    const past = await credentials.get(system(), tenant.clientId, credential!.id);
    expect(past).toMatchObject({ state: 'failed' });
  });
});
