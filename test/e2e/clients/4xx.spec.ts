import type { ClientDto } from '../../../src/clients/api/client.dto.js';
import type { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { makeClient } from '../../support/machines.js';
import { makeOperator, makeTenant, type TestPerson, type TestTenant } from '../../support/people.js';

const UNKNOWN = 'cl_0000000000000000';

describe('/api/v1/clients, refused', () => {
  let broker: TestBroker;
  let operator: TestPerson;
  let tenant: TestTenant;
  let admin: Api;
  let client: ClientDto;
  let path: string;

  beforeAll(async () => {
    broker = await startBroker();
    operator = await makeOperator(broker);
    tenant = await makeTenant(operator);
    admin = tenant.admin.api;
    client = await makeClient(admin);
    path = `/api/v1/clients/${client.clientId}`;
  });
  afterAll(() => broker.stop());
  /** Whatever was refused has changed nothing. */
  afterEach(async () => expect((await admin.get<ClientDto>(path)).body).toEqual(client));

  const BAD_FIELDS: [string, object, string][] = [
    ['an empty name', { name: '' }, 'name'],
    ['a blank name', { name: ' \t' }, 'name'],
    ['a scope with a space', { scopes: ['orders:read orders:write'] }, 'scopes'],
    ['a scope twice', { scopes: ['orders:read', 'orders:read'] }, 'scopes'],
    ['too many scopes', { scopes: Array.from({ length: 51 }, (_, i) => `s${i}`) }, 'scopes'],
    ['an address that is no CIDR block', { allowedCidrs: ['192.0.2.1'] }, 'allowedCidrs'],
    ['a CIDR block twice', { allowedCidrs: ['10.0.0.0/8', '10.0.0.0/8'] }, 'allowedCidrs'],
    ['openid, which is nobody’s', { scopes: ['openid'] }, 'scopes'],
    ...['::ffff:10.0.0.0/104', 'fe80::1%eth0/64', '0x7f.1/8', '10.1/16', '1/32', '010.0.0.0/8'].map(
      (block): [string, object, string] => [`the block ${block}`, { allowedCidrs: [block] }, 'allowedCidrs'],
    ),
    ['a field of the broker', { status: 'active' }, 'status'],
  ];

  it.each(BAD_FIELDS)('400 for creating with %s', async (_, fields, field) => {
    const { status, headers, body } = await admin.post('/api/v1/clients', { body: { name: 'x', ...fields } });

    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect(body.errors).toEqual([{ field, message: expect.any(String) as string }]);
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  });

  it.each(BAD_FIELDS)('400 for editing with %s', async (_, body, field) => {
    const headers = { 'if-match': '"2"' };
    const answer = await admin.patch(path, { body, headers });

    expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
    expect(answer.body.errors?.map((one) => one.field)).toEqual([field]);
  });

  it('400 for creating without a body', async () => {
    expect((await admin.post('/api/v1/clients')).body.errors?.[0]?.field).toBe('name');
  });

  it('400 for an operator who does not say whose', async () => {
    const { status, body } = await operator.api.post('/api/v1/clients', { body: { name: 'x' } });

    expect([status, body.errors]).toEqual([
      400,
      [{ field: 'tenantId', message: 'tenantId is required of operators' }],
    ]);
  });

  it('400 for introspection outside the platform’s tenant', async () => {
    const body = { name: 'x', tenantId: tenant.tenantId, introspect: true };
    const edit = { body: { introspect: true }, headers: { 'if-match': await etag() } };

    expect((await operator.api.post('/api/v1/clients', { body })).body.errors?.[0]?.field).toBe('introspect');
    expect((await operator.api.patch(path, edit)).body.errors?.[0]?.field).toBe('introspect');
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=x',
    'limit=',
    'limit=1.5',
    'limit=1&limit=2',
    'colour=red',
    'tenantId=x',
    'tenantId=platform&tenantId=platform',
  ])('400 for listing with %s', async (query) => {
    expect((await admin.get(`/api/v1/clients?${query}`)).body.code).toBe('validation_failed');
  });

  it('404 for listing another tenant’s', async () => {
    const other = await makeTenant(operator);

    expect((await admin.get(`/api/v1/clients?tenantId=${other.tenantId}`)).body.code).toBe('not_found');
    expect((await admin.get(`/api/v1/clients?tenantId=${tenant.tenantId}`)).status).toBe(200);
  });

  it('403 for a scope that the tenant is not allowed', async () => {
    const body = { name: 'x', scopes: ['admin'] };
    const edit = { body: { scopes: ['orders:read', 'admin'] }, headers: { 'if-match': await etag() } };

    for (const { status, body: problem } of [
      await admin.post('/api/v1/clients', { body }),
      await admin.patch(path, edit),
    ])
      expect([status, problem.code]).toEqual([403, 'scope_not_allowed']);
  });

  it('403 for introspection by a tenant admin', async () => {
    const body = { name: 'x', introspect: true };
    const edit = { body: { introspect: true }, headers: { 'if-match': await etag() } };

    expect((await admin.post('/api/v1/clients', { body })).body.code).toBe('forbidden');
    expect((await admin.patch(path, edit)).body.code).toBe('forbidden');
  });

  it.each(['tn_0000000000000000', 'platform'])('404 for a list of the tenant %s', async (tenantId) => {
    expect((await admin.get(`/api/v1/clients?tenantId=${tenantId}`)).status).toBe(404);
  });

  it.each(['tn_0000000000000000', 'platform'])('404 for creating in the tenant %s', async (tenantId) => {
    expect((await admin.post('/api/v1/clients', { body: { name: 'x', tenantId } })).status).toBe(404);
  });

  it('404 for an operator who names a tenant that there is not', async () => {
    const body = { name: 'x', tenantId: 'tn_0000000000000000' };

    expect((await operator.api.post('/api/v1/clients', { body })).status).toBe(404);
  });

  it.each(['', '/disable', '/enable'])('404 for an unknown client%s', async (step) => {
    const method = step === '' ? 'GET' : 'POST';

    expect((await admin.call(method, `/api/v1/clients/${UNKNOWN}${step}`)).status).toBe(404);
  });

  it('412 for editing what was changed meanwhile', async () => {
    const { clientId } = await makeClient(admin);
    const its = `/api/v1/clients/${clientId}`;
    const headers = { 'if-match': (await admin.get(its)).headers.get('etag')! };
    await admin.post(`${its}/disable`);
    const { status, body } = await admin.patch(its, { body: { name: 'late' }, headers });

    expect([status, body.code]).toEqual([412, 'stale_version']);
    expect((await admin.get<ClientDto>(its)).body.name).toBe(client.name);
  });

  it.each(['"0"', '2', 'W/"2"', 'x'])('412 for editing with If-Match: %s', async (tag) => {
    expect((await admin.patch(path, { body: { name: 'y' }, headers: { 'if-match': tag } })).status).toBe(412);
  });

  it('428 for editing without If-Match', async () => {
    const { status, body } = await admin.patch(path, { body: { name: 'y' } });

    expect([status, body.code]).toEqual([428, 'precondition_required']);
  });

  async function etag(): Promise<string> {
    return (await admin.get(path)).headers.get('etag')!;
  }
});
