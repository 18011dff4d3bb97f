import { decodeJwt } from 'jose';
import type { CredentialDto, IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { type BrokerProcess, startBrokerProcess } from '../../support/broker-process.js';
import { cutOffsIn } from '../../support/cut-offs.js';
import { eventually } from '../../support/eventually.js';
import { issueCredential, makeClient, makeMachine } from '../../support/machines.js';
import { makeOperator, makeTenant, type TestPerson, type TestTenant } from '../../support/people.js';
import { askFeed } from '../../support/revocation-feed.js';

/** Without skew a client has tokens again in the second after the cut-off. */
const ENV = { MAX_CLOCK_SKEW: '0' };

/** docs/promises.md, 1, from end to end, on two processes: what one of them does holds on the other. */
describe('a tenant that is suspended, and resumed', () => {
  let portal: TestBroker;
  let replica: BrokerProcess;
  let operator: TestPerson;
  let tenant: TestTenant;
  let kept: IssuedCredentialDto;
  let keptToo: IssuedCredentialDto;
  let revoked: IssuedCredentialDto;
  let disabled: string;

  beforeAll(async () => {
    portal = await startBroker({ env: ENV });
    replica = await startBrokerProcess(portal, ENV);
    operator = await makeOperator(portal);
    tenant = await makeTenant(operator);
    const { api } = tenant.admin;
    kept = await makeMachine(api);
    keptToo = await issueCredential(api, tenant.clientId);
    revoked = await makeMachine(api);
    disabled = (await makeClient(api)).clientId;
    await api.post(`/api/v1/clients/${disabled}/disable`);
  }, 60_000);
  afterAll(async () => {
    expect(await replica.stop()).toBe(0);
    await portal.stop();
  });

  const ask = ({ credential }: IssuedCredentialDto) =>
    Promise.all(
      [portal.url, replica.url].map((url) =>
        new Api(url).token({ grant_type: 'refresh_token', refresh_token: credential }),
      ),
    );
  const machines = () => [kept, keptToo, revoked];
  const askForAll = async () => (await Promise.all(machines().map(ask))).flat();
  const step = (name: string) => operator.api.post(`/api/v1/admin/tenants/${tenant.tenantId}/${name}`);
  const credentials = (clientId: string) => `/api/v1/clients/${clientId}/credentials`;

  /** All that lets more in than before, by anybody who may otherwise. */
  async function widenings(): Promise<[status: number, code: string | undefined][]> {
    const { clientId, credentialId } = kept;
    const both = [tenant.admin.api, new Api(replica.url).as(operator.accessToken)];
    const answers = both.flatMap((api, i) => [
      api.post('/api/v1/clients', { body: { name: 'new', ...(i > 0 && { tenantId: tenant.tenantId }) } }),
      api.post(credentials(clientId), { body: {} }),
      api.post(`${credentials(clientId)}/${credentialId}/rotate`, { body: { graceSeconds: 60 } }),
      api.post(`/api/v1/clients/${disabled}/enable`),
    ]);
    return (await Promise.all(answers)).map(({ status, body }) => [status, body.code]);
  }

  let before: string[];

  it('works until then, on both', async () => {
    const answers = await askForAll();
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
    before = answers.map(({ body }) => body.access_token);
  });

  it('has no token any more on either from the answer on, and one cut-off for all that are out there', async () => {
    expect((await step('suspend')).status).toBe(200);

    for (const { status, body } of await askForAll())
      expect([status, body.error]).toEqual([400, 'invalid_grant']);
    const cutOffs = await cutOffsIn(portal.table.table, tenant.tenantId);
    expect(cutOffs).toHaveLength(1);
    for (const token of before.map((one) => decodeJwt(one))) {
      expect(token['custom:tenant_id']).toBe(cutOffs[0]!.value);
      expect(token.iat).toBeLessThanOrEqual(cutOffs[0]!.iatUpTo!);
    }
    await eventually(
      async () => (await askFeed(replica)).body.revocations,
      (published) => published.some(({ value }) => value === tenant.tenantId),
    );
  });

  it('lets nothing more in: 409 for its admin and for operators, and nothing has changed', async () => {
    const { api } = tenant.admin;
    const listed = async () => [
      (await api.get('/api/v1/clients?limit=100')).text,
      ...(await Promise.all(
        machines().map(async ({ clientId }) => (await api.get(credentials(clientId))).text),
      )),
    ];
    const asItWas = await listed();

    expect(await widenings()).toEqual(Array(8).fill([409, 'tenant_not_active']));
    expect(await listed()).toEqual(asItWas);
  });

  it('lets its admin sign in, read, revoke, disable and delete', async () => {
    const { email, password } = tenant.admin;
    const signedIn = await new Api(replica.url).post<{ accessToken: string }>('/api/v1/auth/login', {
      body: { email, password },
    });
    const api = new Api(replica.url).as(signedIn.body.accessToken);
    const { clientId, credentialId } = revoked;
    const statuses = [
      signedIn,
      await api.get('/api/v1/auth/me'),
      await api.get('/api/v1/audit-events'),
      await api.delete(`${credentials(clientId)}/${credentialId}`),
      await api.post(`/api/v1/clients/${clientId}/disable`),
      await api.delete(`/api/v1/clients/${disabled}`),
    ].map(({ status }) => status);

    expect(statuses).toEqual([200, 200, 200, 204, 200, 204]);
    const { body } = await api.get<CredentialDto>(`${credentials(clientId)}/${credentialId}`);
    expect(body.status).toBe('revoked');
  });

  it('has tokens again once it is resumed, new ones, and not those that were taken from it meanwhile', async () => {
    expect((await step('resume')).status).toBe(200);
    const [cutOff] = await cutOffsIn(portal.table.table, tenant.tenantId);
    for (const machine of [kept, keptToo]) {
      const said = new Set<string>();
      const answers = await eventually(
        () => ask(machine),
        (both) => {
          for (const { status, body } of both) said.add(`${status} ${body.error}`);
          return both.every(({ status }) => status === 200);
        },
      );
      for (const { body } of answers)
        expect(decodeJwt(body.access_token).iat).toBeGreaterThan(cutOff!.iatUpTo!);
      expect([...said].filter((one) => one !== '503 temporarily_unavailable')).toEqual(['200 undefined']);
    }
    for (const { status, body } of await ask(revoked))
      expect([status, body.error]).toEqual([400, 'invalid_grant']);
    expect((await issueCredential(tenant.admin.api, kept.clientId)).credential).toMatch(/^bab_/);
  });
});
