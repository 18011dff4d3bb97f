import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { jest } from '@jest/globals';
import { AuditLog } from '../../../src/audit/audit-log.js';
import { ClientsService } from '../../../src/clients/clients.service.js';
import { ClientStore } from '../../../src/clients/ports/client-store.js';
import { type Millis, MINUTE, SECOND } from '../../../src/common/clock.js';
import { DependencyUnavailable } from '../../../src/common/errors/dependency-errors.js';
import { OWN_WORK } from '../../../src/common/own-work.js';
import { TenantStore } from '../../../src/tenants/tenant-store.js';
import { TenantsService } from '../../../src/tenants/tenants.service.js';
import { WorkRunner } from '../../../src/work/work-runner.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { emulators } from '../../support/emulators.js';
import { eventually } from '../../support/eventually.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { issue, makePartner, type Partner, SCOPES, system } from '../../support/partner.js';
import { patience } from '../../support/signals.js';
import { refreshGrant } from '../../support/token-endpoint.js';
import { travel } from '../../support/travel.js';

const UPDATE = 'AdminUpdateUserAttributes';
const DUE = 2 * OWN_WORK + SECOND;
const DETAILS = { name: 'young', description: '', scopes: SCOPES, allowedCidrs: [], introspect: false };

/** docs/promises.md, 8: what was answered reaches every client in the end, whatever was under way. */
describe('a tenant’s other scopes, on their way to its clients', () => {
  let cognito: FaultProxy;
  let broker: TestBroker;
  let partner: Partner;

  beforeAll(async () => {
    cognito = await startFaultProxy(emulators().cognitoLocal);
    broker = await startBroker({ env: { MAX_CLOCK_SKEW: '0' }, endpoints: { cognito: cognito.endpoint } });
  });
  beforeEach(async () => {
    partner = await makePartner(broker);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    cognito.clear();
  });
  afterAll(async () => {
    await broker.stop();
    await cognito.stop();
  });

  const clients = () => broker.app.get(ClientsService);
  const storedTenant = () => broker.app.get(TenantStore).find(partner.tenantId, patience());
  const storedClient = (clientId: string) => broker.app.get(ClientStore).find(clientId, patience());
  const allow = (...allowedScopes: string[]) =>
    broker.app
      .get(TenantsService, { strict: false })
      .edit(system(), partner.tenantId, '*', { allowedScopes });
  const actions = async (clientId?: string) => {
    const query = { tenantId: partner.tenantId, clientId, limit: 100 };
    return (await broker.app.get(AuditLog).list(query, patience())).items.map(({ action }) => action);
  };
  const count = async (action: string, clientId: string) =>
    (await actions(clientId)).filter((one) => one === action).length;
  const applied = (clientId: string) =>
    eventually(
      () => count('client.scopes_applied', clientId),
      (times) => times > 0,
    );

  /** One round of the runner, `ahead` of now. */
  async function roundAt(ahead: Millis): Promise<void> {
    const back = travel(broker, ahead);
    await broker.app.get(WorkRunner).round();
    back();
  }

  /** What tokens of the client carry, by Cognito. */
  async function scopesInCognito(clientId: string): Promise<string | undefined> {
    const { client, pool } = broker.machines;
    const command = new AdminGetUserCommand({ UserPoolId: pool.userPoolId, Username: clientId });
    const { UserAttributes = [] } = await client.send(command);
    return UserAttributes.find(({ Name }) => Name === 'custom:scopes')?.Value;
  }

  it('are told at once, and once more when nobody can be at work with the old ones', async () => {
    await allow('orders:read');
    await applied(partner.clientId);
    expect(await scopesInCognito(partner.clientId)).toBe('orders:read');
    await roundAt(OWN_WORK + SECOND);
    expect((await storedTenant())?.scopesPendingSince).toBeDefined();
    expect(await actions()).not.toContain('tenant.scopes_applied');

    await roundAt(DUE);
    expect((await storedTenant())?.scopesPendingSince).toBeUndefined();
    expect((await actions())[0]).toBe('tenant.scopes_applied');
    expect(await count('client.scopes_changed', partner.clientId)).toBe(2);
  });

  it('are brought by the runner where nothing could be done behind the answer', async () => {
    jest
      .spyOn(broker.app.get(ClientStore), 'list')
      .mockRejectedValueOnce(new DependencyUnavailable('table', 'list'));
    await allow('orders:read');
    expect(await refreshGrant(broker.url, partner.credential)).toMatchObject({ status: 503 });
    expect(await scopesInCognito(partner.clientId)).toBe('orders:read orders:write');

    await roundAt(DUE);
    await applied(partner.clientId);
    const answer = await eventually(
      () => refreshGrant(broker.url, partner.credential),
      ({ status }) => status === 200,
    );
    expect(answer.body['scope']).toBe('orders:read');
  });

  it('are not told twice by a run that has to be repeated', async () => {
    const second = await clients().create(system(), partner.tenantId, DETAILS);
    await allow('orders:read');
    await applied(second.id);
    const tenants = broker.app.get(TenantStore);
    jest.spyOn(tenants, 'commit').mockRejectedValueOnce(new DependencyUnavailable('table', 'the last step'));
    await roundAt(DUE);
    expect((await storedTenant())?.scopesPendingSince).toBeDefined();

    await roundAt(DUE + 2 * MINUTE);
    expect((await storedTenant())?.scopesPendingSince).toBeUndefined();
    expect(await count('client.scopes_changed', partner.clientId)).toBe(2);
    expect(await count('client.scopes_changed', second.id)).toBe(2);
  });

  describe('reach a client in the making', () => {
    async function creating() {
      const hold = cognito.holdAnswer('AdminCreateUser', { times: 1 });
      const created = clients().create(system(), partner.tenantId, DETAILS);
      await hold.held;
      return { created, release: hold.release };
    }

    it('once it is active', async () => {
      const { created, release } = await creating();
      const calls = cognito.count('AdminCreateUser');
      await allow('orders:read');
      await eventually(
        async () => (await actions()).filter((action) => action === 'client.scopes_changed').length,
        (told) => told === 2,
      );
      release();
      const { id } = await created;
      await applied(id);

      // Nobody meddled with what the request was still doing.
      expect(cognito.count('AdminCreateUser')).toBe(calls);
      expect(await scopesInCognito(id)).toBe('orders:read');
      expect(await storedClient(id)).toMatchObject({ status: 'active', scopesPending: false });
    });

    it('that the list did not have yet, and never a token that holds too much', async () => {
      const { created, release } = await creating();
      const list = jest.spyOn(broker.app.get(ClientStore), 'list').mockResolvedValueOnce({ items: [] });
      await allow('orders:read');
      await eventually(
        () => Promise.resolve(list.mock.calls.length),
        (calls) => calls === 1,
      );
      release();
      const { id } = await created;
      const { secret } = await issue(broker, id);
      expect(await scopesInCognito(id)).toBe('orders:read orders:write');
      expect(await refreshGrant(broker.url, secret)).toMatchObject({ status: 503 });

      await roundAt(DUE);
      await applied(id);
      const answer = await eventually(
        () => refreshGrant(broker.url, secret),
        ({ status }) => status === 200,
      );
      expect(answer.body['scope']).toBe('orders:read');
    });
  });

  it('overtake what was being brought to Cognito by what the tenant could do before', async () => {
    await clients().edit(system(), partner.clientId, '*', { scopes: [] });
    await applied(partner.clientId);
    const hold = cognito.holdAnswer(UPDATE, { times: 1 });
    await clients().edit(system(), partner.clientId, '*', { scopes: SCOPES });
    await hold.held;
    await allow('orders:read');
    await eventually(
      () => count('client.scopes_changed', partner.clientId),
      (told) => told === 1,
    );
    hold.release();

    await eventually(
      () => storedClient(partner.clientId),
      (client) => client?.scopesPending === false,
    );
    expect(await scopesInCognito(partner.clientId)).toBe('orders:read');
  });

  it('lose no edit of a client that is made meanwhile', async () => {
    const names = Array.from({ length: 10 }, (_, i) => `name ${i}`);
    const editing = (async () => {
      for (const name of names) await clients().edit(system(), partner.clientId, '*', { name });
    })();
    await Promise.all([allow('orders:read'), editing]);
    await applied(partner.clientId);

    expect(await count('client.updated', partner.clientId)).toBe(names.length);
    expect(await storedClient(partner.clientId)).toMatchObject({ name: 'name 9', scopes: SCOPES });
    expect(await scopesInCognito(partner.clientId)).toBe('orders:read');
  });

  it('are only done when the last ones are', async () => {
    await allow('orders:read');
    const first = (await storedTenant())!.scopesPendingSince!;
    const back = travel(broker, MINUTE);
    await allow('orders:write');
    back();
    expect((await storedTenant())?.scopesPendingSince).toBeGreaterThan(first);
    await roundAt(DUE);
    expect((await storedTenant())?.scopesPendingSince).toBeDefined();
    await roundAt(MINUTE + DUE);
    expect((await storedTenant())?.scopesPendingSince).toBeUndefined();
    await eventually(
      () => scopesInCognito(partner.clientId),
      (scopes) => scopes === 'orders:write',
    );
  });
});
