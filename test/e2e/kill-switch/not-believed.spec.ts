import { AuditLog } from '../../../src/audit/audit-log.js';
import { ClientStore } from '../../../src/clients/ports/client-store.js';
import { MINUTE, SECOND } from '../../../src/common/clock.js';
import { WorkRunner } from '../../../src/work/work-runner.js';
import { startBroker, type TestBroker, variables } from '../../support/broker.js';
import { newAlarms } from '../../support/broker-log.js';
import { emulators } from '../../support/emulators.js';
import { eventually } from '../../support/eventually.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { expectOutage } from '../../support/oauth-outage.js';
import { makePartner, type Partner } from '../../support/partner.js';
import { patience } from '../../support/signals.js';
import { stopClock } from '../../support/stopped-clock.js';
import { refreshGrant } from '../../support/token-endpoint.js';

const REFRESH = 'AdminInitiateAuth';
const REFUSED = { status: 400, type: 'NotAuthorizedException', message: 'Invalid Refresh Token' };

/** docs/promises.md, 7: what may be our own fault marks nobody’s credential, and no mark is for ever. */
describe('a refusal of Cognito', () => {
  let cognito: FaultProxy;
  let broker: TestBroker;
  let partner: Partner;

  beforeAll(async () => {
    cognito = await startFaultProxy(emulators().cognitoLocal);
    broker = await startBroker({ endpoints: { cognito: cognito.endpoint } });
    partner = await makePartner(broker);
  });
  afterEach(() => cognito.clear());
  afterAll(async () => {
    await broker.stop();
    await cognito.stop();
  });

  const stored = () => broker.app.get(ClientStore).find(partner.clientId, patience());
  const blockedAt = async () => (await stored())!.credentials[partner.credentialId]!.blockedAt;

  it.each<[string, () => void]>([
    ['refuses everybody', () => cognito.status(REFRESH, REFUSED)],
    [
      'is away for the canary',
      () => {
        cognito.status(REFRESH, REFUSED, { times: 1 });
        cognito.status(REFRESH, { status: 500, type: 'InternalErrorException' });
      },
    ],
    [
      'does not answer the canary within a second',
      () => {
        cognito.status(REFRESH, REFUSED, { times: 1 });
        cognito.slow(REFRESH, 1_500);
      },
    ],
  ])('that the canary meets too, or nobody can tell, is an outage: Cognito %s', async (name, fault) => {
    const { restart } = stopClock(broker, Date.now() + 20 * MINUTE);
    fault();
    expectOutage(await refreshGrant(broker.url, partner.credential));
    // What may pass by itself calls nobody.
    expect(await newAlarms()).toEqual(
      name === 'refuses everybody' ? ['DependencyMisconfigured pool: refresh'] : [],
    );
    expect(await blockedAt()).toBeUndefined();
    cognito.clear();
    expect((await refreshGrant(broker.url, partner.credential)).status).toBe(200);
    restart();
  });

  it('is not needed for an outage: a key of ours that opens nothing marks nothing', async () => {
    const other = Buffer.alloc(32, 9).toString('base64');
    const wrong = await startBroker({
      beside: broker,
      endpoints: { cognito: cognito.endpoint },
      env: { LOCAL_MASTER_KEY: other },
    });
    await newAlarms();
    expectOutage(await refreshGrant(wrong.url, partner.credential));
    expect(await newAlarms()).toEqual(['DependencyMisconfigured key: unseal a session']);
    expect(await blockedAt()).toBeUndefined();
    await wrong.stop();
  });

  it('is not needed for an outage: what another key has sealed, which other replicas have, marks nothing', async () => {
    const env = {
      LOCAL_MASTER_KEY: Buffer.alloc(32, 9).toString('base64'),
      PREVIOUS_LOCAL_MASTER_KEY: variables(broker).LOCAL_MASTER_KEY,
    };
    const ahead = await startBroker({ beside: broker, endpoints: { cognito: cognito.endpoint }, env });
    const { clientId, credentialId, credential } = await makePartner(ahead);
    await newAlarms();
    expectOutage(await refreshGrant(broker.url, credential));
    expect(await newAlarms()).toEqual(['DependencyMisconfigured key: unseal a session']);
    const client = await broker.app.get(ClientStore).find(clientId, patience());
    expect(client!.credentials[credentialId]!.blockedAt).toBeUndefined();
    expect((await refreshGrant(ahead.url, credential)).status).toBe(200);
    await ahead.stop();
  });

  it('that was believed and is taken back is undone by a later trial, and the audit tells of both', async () => {
    const clock = stopClock(broker, Date.now() + 20 * MINUTE);
    const { body } = await eventually(
      () => {
        cognito.status(REFRESH, REFUSED, { times: 1 });
        return refreshGrant(broker.url, partner.credential);
      },
      // A busy machine may take longer than a second for the canary: nobody is believed then.
      ({ status }) => {
        if (status !== 400) clock.at += 6 * SECOND;
        return status === 400;
      },
    );
    expect(body).toMatchObject({ error: 'invalid_grant' });
    expect(await blockedAt()).toBe(clock.at);
    await broker.app.get(WorkRunner).round();
    expect((await refreshGrant(broker.url, partner.credential)).body).toMatchObject({
      error: 'invalid_grant',
    });
    const { version } = (await stored())!;
    cognito.status(REFRESH, REFUSED, { times: 1 });
    clock.at += 5 * MINUTE;
    await broker.app.get(WorkRunner).round();
    const tried = await stored();
    expect(tried!.credentials[partner.credentialId]).toMatchObject({ triedAt: clock.at });
    expect(tried).toMatchObject({ version });
    await broker.app.get(WorkRunner).round();
    expect(await stored()).toEqual(tried);
    clock.at += 5 * MINUTE;
    await broker.app.get(WorkRunner).round();
    expect((await refreshGrant(broker.url, partner.credential)).status).toBe(200);
    const { tenantId, clientId } = partner;
    const { items } = await broker.app.get(AuditLog).list({ tenantId, clientId, limit: 2 }, patience());
    expect(items.map(({ action, target }) => [action, target.id])).toEqual([
      ['credential.unblocked', partner.credentialId],
      ['credential.blocked', partner.credentialId],
    ]);
    clock.restart();
  });
});
