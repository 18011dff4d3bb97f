import type { AuditEventDto } from '../../../src/audit/audit.dto.js';
import type { TenantDto } from '../../../src/tenants/tenant.dto.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { everyPage } from '../../support/pages.js';
import { makeOperator, makeTenant, type TestPerson } from '../../support/people.js';

const TENANTS = '/api/v1/admin/tenants';
const TAG = /^"[\w-]{22}"$/;

describe('/api/v1/admin/tenants, done', () => {
  let broker: TestBroker;
  let operator: TestPerson;

  beforeAll(async () => {
    broker = await startBroker();
    operator = await makeOperator(broker);
  });
  afterAll(() => broker.stop());

  const read = (tenantId: string) => operator.api.get<TenantDto>(`${TENANTS}/${tenantId}`);
  const etag = async (tenantId: string) => (await read(tenantId)).headers.get('etag')!;
  const patch = async (tenantId: string, body: object, tag?: string) => {
    const headers = { 'if-match': tag ?? (await etag(tenantId)) };
    return operator.api.patch<TenantDto>(`${TENANTS}/${tenantId}`, { body, headers });
  };
  const actions = async (tenantId: string) => {
    const path = `/api/v1/audit-events?limit=100&tenantId=${tenantId}`;
    const { items } = (await operator.api.get<{ items: AuditEventDto[] }>(path)).body;
    return items.filter(({ target }) => target.type === 'tenant').map(({ action }) => action);
  };

  describe('GET', () => {
    it('lists all, the operators’ own first, page by page, each once', async () => {
      const made: string[] = [];
      for (let i = 0; i < 3; i++) made.push((await makeTenant(operator)).tenantId);
      const listed = (await everyPage<TenantDto>(operator.api, TENANTS, 2)).map(({ tenantId }) => tenantId);

      expect(listed[0]).toBe('platform');
      expect(listed.filter((one) => made.includes(one))).toEqual(made);
      expect(new Set(listed).size).toBe(listed.length);
    });

    it('reads one, with its tag', async () => {
      const { tenantId } = await makeTenant(operator, ['orders:read']);
      const { status, headers, body } = await read(tenantId);

      expect(status).toBe(200);
      expect(headers.get('etag')).toMatch(TAG);
      expect(body).toEqual({
        tenantId,
        name: 'Acme',
        status: 'active',
        allowedScopes: ['orders:read'],
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      });
    });

    it('reads the operators’ own', async () => {
      const { status, body } = await read('platform');

      expect([status, body.tenantId, body.status]).toEqual([200, 'platform', 'active']);
    });
  });

  describe('PATCH', () => {
    it('changes what is named and nothing else', async () => {
      const { tenantId } = await makeTenant(operator);
      const before = await read(tenantId);
      const { status, headers, body } = await patch(tenantId, { name: ' Wharf ' });

      expect([status, body]).toEqual([200, { ...before.body, name: 'Wharf' }]);
      expect(headers.get('etag')).toMatch(TAG);
      expect(headers.get('etag')).not.toBe(before.headers.get('etag'));
      expect((await read(tenantId)).text).toBe(JSON.stringify(body));
      expect(await actions(tenantId)).toEqual(['tenant.updated', 'tenant.created']);
    });

    it('takes the tag of the last answer, and * for whatever is there', async () => {
      const { tenantId } = await makeTenant(operator);
      const first = await patch(tenantId, { allowedScopes: ['orders:read'] });
      const second = await patch(tenantId, { name: 'Again' }, first.headers.get('etag')!);
      const third = await patch(tenantId, { name: 'Any' }, '*');

      expect([second.status, third.status, third.body.name]).toEqual([200, 200, 'Any']);
    });

    it('edits the operators’ own', async () => {
      const { status, body } = await patch('platform', { name: 'Ours', allowedScopes: ['usage:read'] });

      expect([status, body.name, body.allowedScopes]).toEqual([200, 'Ours', ['usage:read']]);
    });

    it('edits a suspended one', async () => {
      const { tenantId } = await makeTenant(operator);
      await operator.api.post(`${TENANTS}/${tenantId}/suspend`);
      const { status, body } = await patch(tenantId, { name: 'Quiet', allowedScopes: [] });

      expect([status, body.status, body.allowedScopes]).toEqual([200, 'suspended', []]);
    });
  });

  describe('suspend and resume', () => {
    it('say how the tenant is, however often, whatever If-Match says, and audit each change once', async () => {
      const { tenantId } = await makeTenant(operator);
      for (const [step, status] of [
        ['suspend', 'suspended'],
        ['suspend', 'suspended'],
        ['resume', 'active'],
        ['resume', 'active'],
      ]) {
        const headers = { 'if-match': '"stale"' };
        const answer = await operator.api.post<TenantDto>(`${TENANTS}/${tenantId}/${step}`, { headers });
        expect([answer.status, answer.body.status]).toEqual([200, status]);
        expect(answer.headers.get('etag')).toBe(await etag(tenantId));
      }

      expect(await actions(tenantId)).toEqual(['tenant.resumed', 'tenant.suspended', 'tenant.created']);
    });

    it('do not lose to edits that are made at the same time', async () => {
      const { tenantId } = await makeTenant(operator);
      const [suspended, ...edits] = await Promise.all([
        operator.api.post<TenantDto>(`${TENANTS}/${tenantId}/suspend`),
        ...Array.from({ length: 8 }, (_, i) => patch(tenantId, { name: `edit ${i}` }, '*')),
      ]);

      expect([suspended.status, ...edits.map(({ status }) => status)]).toEqual(Array(9).fill(200));
      expect((await read(tenantId)).body).toMatchObject({
        status: 'suspended',
        name: expect.stringMatching(/^edit \d$/) as string,
      });
    });
  });
});
