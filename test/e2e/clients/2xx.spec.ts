import type { ClientDto, ClientPageDto } from '../../../src/clients/api/client.dto.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { eventually } from '../../support/eventually.js';
import { issueCredential, makeClient, makeMachine } from '../../support/machines.js';
import { everyPage } from '../../support/pages.js';
import { makeOperator, makeTenant, type TestPerson, type TestTenant } from '../../support/people.js';

const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string;

describe('/api/v1/clients, done', () => {
  let broker: TestBroker;
  let operator: TestPerson;
  let tenant: TestTenant;
  let admin: Api;

  beforeAll(async () => {
    // Without skew a client has tokens again in the second after the cut-off.
    broker = await startBroker({ env: { MAX_CLOCK_SKEW: '0' } });
    operator = await makeOperator(broker);
    tenant = await makeTenant(operator);
    admin = tenant.admin.api;
  });
  afterAll(() => broker.stop());

  const token = (credential: string) =>
    new Api(broker.url).token({ grant_type: 'refresh_token', refresh_token: credential });

  describe('POST', () => {
    it('creates a client, active at once', async () => {
      const body = {
        name: 'Warehouse sync',
        description: 'Nightly stock levels',
        scopes: ['orders:read'],
        allowedCidrs: ['127.0.0.0/8', '2001:db8::/32'],
      };
      const created = await admin.post<ClientDto>('/api/v1/clients', { body });

      expect(created.status).toBe(201);
      expect(created.body).toEqual({
        ...body,
        clientId: expect.stringMatching(/^cl_[0-9a-hjkmnp-tv-z]{16}$/) as string,
        formerId: null,
        tenantId: tenant.tenantId,
        status: 'active',
        introspect: false,
        lastUsedAt: null,
        nextExpiryAt: null,
        createdAt: INSTANT,
        updatedAt: INSTANT,
      });
      expect(created.headers.get('etag')).toMatch(/^"[\w-]{22}"$/);
    });

    it('fills in what is left out', async () => {
      const { body } = await admin.post<ClientDto>('/api/v1/clients', { body: { name: 'bare' } });

      expect(body).toMatchObject({ description: '', scopes: [], allowedCidrs: [], introspect: false });
    });

    it('creates it for the tenant that an operator names', async () => {
      const body = { name: 'by an operator', tenantId: tenant.tenantId };
      const { status, body: client } = await operator.api.post<ClientDto>('/api/v1/clients', { body });

      expect([status, client.tenantId]).toEqual([201, tenant.tenantId]);
      expect((await admin.get(`/api/v1/clients/${client.clientId}`)).status).toBe(200);
    });

    it('lets an operator mark a client of the platform for introspection', async () => {
      const body = { name: 'gateway', tenantId: 'platform', introspect: true };
      const { status, body: client } = await operator.api.post<ClientDto>('/api/v1/clients', { body });

      expect([status, client.introspect]).toEqual([201, true]);
    });
  });

  describe('GET', () => {
    it('reads a client as it was created', async () => {
      const created = await makeClient(admin);
      const read = await admin.get<ClientDto>(`/api/v1/clients/${created.clientId}`);

      expect([read.status, read.body]).toEqual([200, created]);
    });

    it('tells when the next credential expires', async () => {
      const { clientId } = await makeClient(admin);
      await issueCredential(admin, clientId, { expiresAt: '2090-01-01T00:00:00Z' });
      await issueCredential(admin, clientId, { expiresAt: '2080-01-01T00:00:00Z' });
      await issueCredential(admin, clientId);
      const { body } = await admin.get<ClientDto>(`/api/v1/clients/${clientId}`);

      expect(body.nextExpiryAt).toBe('2080-01-01T00:00:00.000Z');
    });

    it('lists a tenant’s own, page by page, each once', async () => {
      const { admin: other, clientId: first } = await makeTenant(operator);
      const made = [first];
      for (const name of ['a', 'b', 'c']) made.push((await makeClient(other.api, { name })).clientId);
      const listed = await everyPage<ClientDto>(other.api, '/api/v1/clients', 2);

      expect(listed.map(({ clientId }) => clientId)).toEqual(made);
    });

    it('lists all to an operator, or one tenant’s', async () => {
      const { tenantId, clientId } = await makeTenant(operator);
      const list = async (query: string) =>
        (await operator.api.get<ClientPageDto>(`/api/v1/clients?limit=100${query}`)).body.items;
      const all = await list('');

      expect(new Set(all.map((one) => one.tenantId)).size).toBeGreaterThan(1);
      expect((await list(`&tenantId=${tenantId}`)).map((one) => one.clientId)).toEqual([clientId]);
    });
  });

  describe('PATCH', () => {
    async function patch(body: object, made: object = {}) {
      const { clientId } = await makeClient(admin, made);
      const path = `/api/v1/clients/${clientId}`;
      const etag = (await admin.get(path)).headers.get('etag')!;
      return { etag, path, ...(await admin.patch<ClientDto>(path, { body, headers: { 'if-match': etag } })) };
    }

    it('takes the tag of the last answer, whatever the broker itself has done to the client since', async () => {
      const { path, headers } = await patch({ scopes: ['orders:read'] });
      const tag = headers.get('etag')!;
      expect((await admin.post(`${path}/credentials`, { body: {} })).status).toBe(201);
      const again = await admin.patch(path, { body: { name: 'Again' }, headers: { 'if-match': tag } });

      expect(again.status).toBe(200);
    });

    it('takes If-Match: * for whatever is there', async () => {
      const { path } = await patch({});
      const { status } = await admin.patch(path, { body: { name: 'Any' }, headers: { 'if-match': '*' } });

      expect(status).toBe(200);
    });

    it('changes what is named and nothing else', async () => {
      const { status, headers, body, etag, path } = await patch({ name: 'Another' }, { description: 'kept' });

      expect([status, body.name, body.description]).toEqual([200, 'Another', 'kept']);
      expect(headers.get('etag')).not.toBe(etag);
      expect((await admin.get(path)).text).toBe(JSON.stringify(body));
    });

    it('changes nothing when nothing is named', async () => {
      expect((await patch({})).status).toBe(200);
    });

    it('lets two admins edit one client, and loses nothing of either', async () => {
      const { clientId } = await makeClient(admin);
      const path = `/api/v1/clients/${clientId}`;
      const edits = [
        { api: admin, body: { name: 'Renamed by Ann' } },
        { api: operator.api, body: { description: 'Described by Olga' } },
      ];
      const seen = await Promise.all(edits.map(({ api }) => api.get(path)));
      const edit = ({ api, body }: (typeof edits)[number], etag: string | null) =>
        api.patch<ClientDto>(path, { body, headers: { 'if-match': etag! } });
      const answers = await Promise.all(edits.map((one, i) => edit(one, seen[i]!.headers.get('etag'))));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);

      const late = edits[answers.findIndex(({ status }) => status === 412)]!;
      const afresh = await late.api.get<ClientDto>(path);
      const { status, body } = await edit(late, afresh.headers.get('etag'));
      expect([status, body]).toMatchObject([200, { ...edits[0]!.body, ...edits[1]!.body }]);
    });

    it('brings other scopes to the tokens', async () => {
      const { clientId, credential } = await makeMachine(admin, { scopes: ['orders:read', 'orders:write'] });
      const path = `/api/v1/clients/${clientId}`;
      for (const scopes of [['orders:write'], ['orders:write', 'orders:read']]) {
        const etag = (await admin.get(path)).headers.get('etag')!;
        await admin.patch(path, { body: { scopes }, headers: { 'if-match': etag } });
        const { body } = await eventually(
          () => token(credential),
          (seen) => seen.body.scope === scopes.join(' '),
        );
        expect(body.access_token).toBeDefined();
      }
    });

    it('never answers a token with a scope that was taken away', async () => {
      const { clientId, credential } = await makeMachine(admin, { scopes: ['orders:read', 'orders:write'] });
      expect((await token(credential)).body.scope).toBe('orders:read orders:write');
      const path = `/api/v1/clients/${clientId}`;
      const headers = { 'if-match': (await admin.get(path)).headers.get('etag')! };
      await admin.patch(path, { body: { scopes: ['orders:read'] }, headers });
      const seen: unknown[] = [];
      await eventually(
        () => token(credential),
        ({ status, body }) => seen.push(body.scope ?? body.error) > 0 && status === 200,
      );

      expect(seen.at(-1)).toBe('orders:read');
      expect(new Set(seen.slice(0, -1))).toEqual(new Set(seen.length > 1 ? ['temporarily_unavailable'] : []));
    });
  });

  describe('disable and enable', () => {
    it('say how the client is, however often', async () => {
      const { clientId } = await makeClient(admin);
      for (const [step, status] of [
        ['disable', 'disabled'],
        ['disable', 'disabled'],
        ['enable', 'active'],
        ['enable', 'active'],
      ]) {
        const answer = await admin.post<ClientDto>(`/api/v1/clients/${clientId}/${step}`);
        expect([answer.status, answer.body.status]).toEqual([200, status]);
        expect(answer.headers.get('etag')).toMatch(/^"[\w-]{22}"$/);
      }
    });

    it('take tokens away at once, and give fresh ones again', async () => {
      const { clientId, credential } = await makeMachine(admin);
      const before = (await token(credential)).body.access_token;
      await admin.post(`/api/v1/clients/${clientId}/disable`);
      expect((await token(credential)).body.error).toBe('invalid_grant');

      await admin.post(`/api/v1/clients/${clientId}/enable`);
      const { body } = await eventually(
        () => token(credential),
        ({ status }) => status === 200,
      );
      expect(body.access_token).not.toBe(before);
    });

    it('until there are fresh ones say 503, never that the credential is bad', async () => {
      const { clientId, credential } = await makeMachine(admin);
      await admin.post(`/api/v1/clients/${clientId}/disable`);
      await admin.post(`/api/v1/clients/${clientId}/enable`);
      const seen = new Set<string>();
      await eventually(
        () => token(credential),
        ({ status, headers, body }) => {
          if (status !== 200) seen.add(`${status} ${body.error} ${headers.get('retry-after')}`);
          return status === 200;
        },
      );

      expect([...seen].filter((one) => !/^503 temporarily_unavailable [123]$/.test(one))).toEqual([]);
    });
  });

  describe('DELETE', () => {
    it('ends the client for good', async () => {
      const { clientId, credential } = await makeMachine(admin);
      const path = `/api/v1/clients/${clientId}`;
      const { status, text } = await admin.delete(path);

      expect([status, text]).toEqual([204, '']);
      expect((await token(credential)).body.error).toBe('invalid_grant');
      expect((await admin.get(path)).status).toBe(404);
      expect((await admin.delete(path)).status).toBe(404);
      expect((await admin.post(`${path}/enable`)).status).toBe(404);
      const { body } = await admin.get<ClientPageDto>('/api/v1/clients?limit=100');
      expect(body.items.map((one) => one.clientId)).not.toContain(clientId);
    });

    it('takes its credentials along', async () => {
      const { clientId, credentialId } = await makeMachine(admin);
      await admin.delete(`/api/v1/clients/${clientId}`);

      expect((await admin.get(`/api/v1/clients/${clientId}/credentials/${credentialId}`)).status).toBe(404);
      expect((await admin.get(`/api/v1/clients/${clientId}/credentials`)).status).toBe(404);
    });
  });
});
