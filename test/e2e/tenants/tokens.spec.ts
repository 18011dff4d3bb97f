import { decodeJwt } from 'jose';
import type { CutOff } from '../../../src/cut-offs/cut-off.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { cutOffsIn } from '../../support/cut-offs.js';
import { eventually } from '../../support/eventually.js';
import { makeMachine } from '../../support/machines.js';
import { makeOperator, makeTenant, type TestPerson } from '../../support/people.js';

const SCOPES = ['orders:read', 'orders:write'];

/** docs/promises.md, 1: what is taken from a tenant is taken at once from all of its clients. */
describe('the tokens of a tenant’s clients', () => {
  let broker: TestBroker;
  let operator: TestPerson;

  beforeAll(async () => {
    // Without skew a client has tokens again in the second after the cut-off.
    broker = await startBroker({ env: { MAX_CLOCK_SKEW: '0' } });
    operator = await makeOperator(broker);
  });
  afterAll(() => broker.stop());

  const token = (credential: string) =>
    new Api(broker.url).token({ grant_type: 'refresh_token', refresh_token: credential });
  const step = (tenantId: string, name: string) =>
    operator.api.post(`/api/v1/admin/tenants/${tenantId}/${name}`);
  const allow = (tenantId: string, allowedScopes: readonly string[]) =>
    operator.api.patch(`/api/v1/admin/tenants/${tenantId}`, {
      body: { allowedScopes },
      headers: { 'if-match': '*' },
    });
  const cutOffs = (tenantId: string): Promise<CutOff[]> => cutOffsIn(broker.table.table, tenantId);
  async function partner() {
    const { tenantId, admin } = await makeTenant(operator, SCOPES);
    return { tenantId, admin: admin.api, machine: await makeMachine(admin.api, { scopes: SCOPES }) };
  }

  /** Asks until there is a token; `seen` gets what was said until then. */
  async function tokenAgain(credential: string, seen = new Set<string>()) {
    return eventually(
      () => token(credential),
      ({ status, headers, body }) => {
        if (status !== 200) seen.add(`${status} ${body.error} ${headers.get('retry-after')}`);
        return status === 200;
      },
    );
  }

  describe('of a suspended one', () => {
    it('are none any more, and those out there are cut off by one cut-off', async () => {
      const { tenantId, admin, machine } = await partner();
      const other = await makeMachine(admin);
      const issued = decodeJwt((await token(machine.credential)).body.access_token);
      await step(tenantId, 'suspend');

      for (const { credential } of [machine, other])
        expect((await token(credential)).body.error).toBe('invalid_grant');
      const [cutOff, ...others] = await cutOffs(tenantId);
      expect(others).toEqual([]);
      expect(cutOff).toMatchObject({ claim: 'custom:tenant_id', value: issued['custom:tenant_id'] });
      expect(cutOff!.iatUpTo).toBeGreaterThanOrEqual(issued.iat!);
      expect(cutOff!.exp).toBeGreaterThan(issued.exp!);
      await step(tenantId, 'suspend');
      expect(await cutOffs(tenantId)).toHaveLength(1);
    });

    it('come again once it is resumed, issued after the cut-off, and never a word of a bad credential', async () => {
      const { tenantId, machine } = await partner();
      const before = (await token(machine.credential)).body.access_token;
      await step(tenantId, 'suspend');
      await step(tenantId, 'resume');
      const [cutOff] = await cutOffs(tenantId);
      const seen = new Set<string>();
      const { body } = await tokenAgain(machine.credential, seen);

      expect(body.access_token).not.toBe(before);
      expect(decodeJwt(body.access_token).iat).toBeGreaterThan(cutOff!.iatUpTo!);
      expect([...seen].filter((one) => !/^503 temporarily_unavailable [12]$/.test(one))).toEqual([]);
    });

    it('leave other tenants alone', async () => {
      const [one, other] = [await partner(), await partner()];
      const before = await token(other.machine.credential);
      await step(one.tenantId, 'suspend');

      expect((await token(other.machine.credential)).body.access_token).toBe(before.body.access_token);
    });
  });

  describe('of one that may do less', () => {
    it('never hold what was taken away, and those that do are cut off', async () => {
      const { tenantId, machine } = await partner();
      const before = await token(machine.credential);
      expect(before.body.scope).toBe('orders:read orders:write');
      await allow(tenantId, ['orders:read']);
      const seen = new Set<string>();
      const { body } = await tokenAgain(machine.credential, seen);

      expect(body.scope).toBe('orders:read');
      expect(decodeJwt(body.access_token)['custom:scopes']).toBe('orders:read');
      expect([...seen].filter((one) => !/^503 temporarily_unavailable [12]$/.test(one))).toEqual([]);
      const [cutOff] = await cutOffs(tenantId);
      expect(cutOff!.iatUpTo).toBeGreaterThanOrEqual(decodeJwt(before.body.access_token).iat!);
      expect(cutOff!.iatUpTo).toBeLessThan(decodeJwt(body.access_token).iat!);
    });

    it('may hold it again once it is given back', async () => {
      const { tenantId, machine } = await partner();
      await allow(tenantId, []);
      expect((await tokenAgain(machine.credential)).body.scope).toBeUndefined();
      await allow(tenantId, [...SCOPES, 'more']);
      const { body } = await eventually(
        () => token(machine.credential),
        ({ body: { scope } }) => scope === 'orders:read orders:write',
      );

      expect(decodeJwt(body.access_token)['custom:scopes']).toBe('orders:read orders:write');
      expect(await cutOffs(tenantId)).toHaveLength(1);
    });

    it('of a client that is disabled meanwhile hold no more than they may, once it is enabled', async () => {
      const { tenantId, admin, machine } = await partner();
      await admin.post(`/api/v1/clients/${machine.clientId}/disable`);
      await allow(tenantId, ['orders:write']);
      await admin.post(`/api/v1/clients/${machine.clientId}/enable`);

      expect((await tokenAgain(machine.credential)).body.scope).toBe('orders:write');
    });
  });

  it('of one that may do more are answered all the while', async () => {
    const { tenantId, machine } = await partner();
    const first = await token(machine.credential);
    await allow(tenantId, [...SCOPES, 'orders:delete']);
    const statuses = new Set<number>();
    for (let i = 0; i < 10; i++) statuses.add((await token(machine.credential)).status);

    expect([first.status, ...statuses]).toEqual([200, 200]);
    expect(await cutOffs(tenantId)).toEqual([]);
  });
});
