import { newTenantId } from '../../../src/common/ids.js';
import type { TenantDto } from '../../../src/tenants/tenant.dto.js';
import { TenantStore } from '../../../src/tenants/tenant-store.js';
import { newTenant } from '../../../src/tenants/tenant.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { makeOperator, makeTenant, type TestPerson, type TestTenant } from '../../support/people.js';
import { patience } from '../../support/signals.js';

const TENANTS = '/api/v1/admin/tenants';
const UNKNOWN = 'tn_0000000000000000';

describe('/api/v1/admin/tenants, refused', () => {
  let broker: TestBroker;
  let operator: TestPerson;
  let tenant: TestTenant;
  let path: string;
  let before: TenantDto;

  beforeAll(async () => {
    broker = await startBroker();
    operator = await makeOperator(broker);
    tenant = await makeTenant(operator);
    path = `${TENANTS}/${tenant.tenantId}`;
    before = (await operator.api.get<TenantDto>(path)).body;
  });
  afterAll(() => broker.stop());
  /** Whatever was refused has changed nothing. */
  afterEach(async () => expect((await operator.api.get<TenantDto>(path)).body).toEqual(before));

  const OPERATIONS: readonly (readonly [method: string, step: string])[] = [
    ['GET', ''],
    ['PATCH', ''],
    ['POST', '/suspend'],
    ['POST', '/resume'],
    ['DELETE', ''],
  ];

  it.each<[string, object, string]>([
    ['an empty name', { name: '' }, 'name'],
    ['a scope with a space', { allowedScopes: ['orders:read orders:write'] }, 'allowedScopes'],
    ['a scope twice', { allowedScopes: ['a', 'a'] }, 'allowedScopes'],
    ['openid, which is nobody’s', { allowedScopes: ['openid'] }, 'allowedScopes'],
    ['too many scopes', { allowedScopes: Array.from({ length: 51 }, (_, i) => `s${i}`) }, 'allowedScopes'],
    ['a field of the broker', { status: 'suspended' }, 'status'],
  ])('400 for editing with %s', async (_, body, field) => {
    const answer = await operator.api.patch(path, { body, headers: { 'if-match': '*' } });

    expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
    expect(answer.body.errors?.map((one) => one.field)).toEqual([field]);
  });

  it('400 for a cursor that was tampered with, or is of another list', async () => {
    const cursorOf = async (list: string) =>
      (await operator.api.get<{ nextCursor: string }>(`${list}?limit=1`)).body.nextCursor;
    const own = await cursorOf(TENANTS);
    for (const cursor of ['x', `${own.slice(0, -3)}AAA`, await cursorOf('/api/v1/audit-events')]) {
      const { status, body } = await operator.api.get(`${TENANTS}?cursor=${cursor}`);
      expect([status, body.code]).toEqual([400, 'bad_cursor']);
    }
  });

  it.each(OPERATIONS)('404 for %s%s of what there is not, or cannot be', async (method, step) => {
    const headers = { 'if-match': '*' };
    for (const id of [UNKNOWN, 'x', 'TN_0000000000000000', 'tn_000000000000000i', 'platform2', '%00']) {
      const { status, body } = await operator.api.call<{ code: string }>(method, `${TENANTS}/${id}${step}`, {
        headers,
        ...(method === 'PATCH' && { body: { name: 'x' } }),
      });
      expect([id, status, body.code]).toEqual([id, 404, 'not_found']);
    }
  });

  it.each([
    ['PUT', '', 'DELETE, GET, HEAD, PATCH'],
    ['GET', '/suspend', 'POST'],
    ['DELETE', '/resume', 'POST'],
  ])('405 for %s%s', async (method, step, allow) => {
    const { status, headers } = await operator.api.call(method, `${path}${step}`);

    expect([status, headers.get('allow')?.split(', ').sort().join(', ')]).toEqual([405, allow]);
  });

  it('409 for suspending or deleting the operators’ own', async () => {
    const own = `${TENANTS}/platform`;
    for (const { status, body } of [
      await operator.api.post(`${own}/suspend`),
      await operator.api.delete(own),
    ])
      expect([status, body.code]).toEqual([409, 'platform_tenant']);
    expect((await operator.api.get<TenantDto>(`${TENANTS}/platform`)).body.status).toBe('active');
    expect((await operator.api.post(`${TENANTS}/platform/resume`)).status).toBe(200);
  });

  it('409 for deleting one that is not suspended', async () => {
    const { status, body } = await operator.api.delete(path);

    expect([status, body.code]).toEqual([409, 'tenant_not_suspended']);
  });

  it.each(OPERATIONS.slice(1, -1))('409 for %s%s of one that is being deleted', async (method, step) => {
    const deleting = { ...newTenant(newTenantId(), 'Gone', [], Date.now()), status: 'deleting' } as const;
    await broker.app.get(TenantStore).create(deleting, [], patience());
    const { status, body } = await operator.api.call<{ code: string }>(
      method,
      `${TENANTS}/${deleting.id}${step}`,
      { headers: { 'if-match': '*' }, ...(method === 'PATCH' && { body: { name: 'x' } }) },
    );

    expect([status, body.code]).toEqual([409, 'tenant_deleting']);
    const read = await operator.api.get<TenantDto>(`${TENANTS}/${deleting.id}`);
    expect([read.body.status, read.body.name]).toEqual(['deleting', 'Gone']);
  });

  it('412 for editing what was changed meanwhile', async () => {
    const { tenantId } = await makeTenant(operator);
    const its = `${TENANTS}/${tenantId}`;
    const headers = { 'if-match': (await operator.api.get(its)).headers.get('etag')! };
    await operator.api.post(`${its}/suspend`);
    const { status, body } = await operator.api.patch(its, { body: { name: 'late' }, headers });

    expect([status, body.code]).toEqual([412, 'stale_version']);
    expect((await operator.api.get<TenantDto>(its)).body.name).toBe(before.name);
  });

  it.each(['"0"', '2', 'W/"2"', 'x'])('412 for editing with If-Match: %s', async (tag) => {
    const sent = { body: { name: 'y' }, headers: { 'if-match': tag } };

    expect((await operator.api.patch(path, sent)).body.code).toBe('stale_version');
  });

  it('428 for editing without If-Match', async () => {
    const { status, body } = await operator.api.patch(path, { body: { name: 'y' } });

    expect([status, body.code]).toEqual([428, 'precondition_required']);
  });
});
