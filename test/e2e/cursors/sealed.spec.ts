import fc from 'fast-check';
import { describeApi } from '../../../src/openapi/openapi.js';
import { UsageStore } from '../../../src/usage/usage-store.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { issueCredential, makeMachine } from '../../support/machines.js';
import { pathWith } from '../../support/operations.js';
import {
  aRegistration,
  makeOperator,
  makeTenant,
  type TestPerson,
  type TestTenant,
} from '../../support/people.js';
import { patience } from '../../support/signals.js';

interface PageAnswer {
  readonly items: unknown[];
  readonly nextCursor: string | null;
  readonly code?: string;
}

interface Documented {
  readonly get?: { readonly parameters?: readonly { readonly name: string }[] };
}

/** http.md, 2: a tampered cursor, or one of another tenant or list, is 400. */
describe('the cursor of a list', () => {
  let broker: TestBroker;
  let replica: TestBroker;
  let operator: TestPerson;
  let tenant: TestTenant;
  let admin: Api;
  let clientId: string;

  beforeAll(async () => {
    broker = await startBroker();
    replica = await startBroker({ beside: broker });
    operator = await makeOperator(broker);
    await makeOperator(broker);
    await recordUsage();
    tenant = await makeTenant(operator);
    admin = tenant.admin.api;
    clientId = (await makeMachine(admin)).clientId;
    await issueCredential(admin, clientId);
    await issueCredential(admin, tenant.clientId);
    for (let i = 0; i < 2; i++) await operator.api.post('/api/v1/registrations', { body: aRegistration() });
  });
  afterAll(async () => {
    await replica.stop();
    await broker.stop();
  });

  /** Of two clients, so that there is another page. */
  function recordUsage(): Promise<void> {
    const count = { tenantId: 'platform', day: '2026-01-31', tokensServed: 1, cognitoCalls: 0, refused: 0 };
    const counts = ['cl_1', 'cl_2'].map((clientId) => ({ ...count, clientId }));
    const batch = { id: 'batch', madeAt: Date.now(), counts, uses: [] };
    return broker.app.get(UsageStore).record(batch, patience());
  }

  /** Every list that the document knows, with ids that there are. */
  const lists = () =>
    Object.entries(describeApi(broker.app).paths as Record<string, Documented>)
      .filter(([, { get }]) => get?.parameters?.some(({ name }) => name === 'cursor'))
      .map(([path]) => pathWith(path, { clientId }));
  const page = async (api: Api, path: string, cursor: string | null, query = '') => {
    const next = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { status, body } = await api.get<PageAnswer>(`${path}?limit=1${query}${next}`);
    return { status, ...body };
  };
  const firstCursor = async (api: Api, path: string, query = '') =>
    (await page(api, path, null, query)).nextCursor!;
  const refused = { status: 400, code: 'bad_cursor' };

  it('shows nothing, and goes on in any replica, on every list', async () => {
    expect(lists().length).toBeGreaterThanOrEqual(5);
    for (const path of lists()) {
      const cursor = await firstCursor(operator.api, path);
      expect(cursor).toMatch(/^[\w-]{40,600}$/);
      expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toMatch(/list|live|past/);
      const elsewhere = new Api(replica.url).as(operator.accessToken);
      const { status, items } = await page(elsewhere, path, cursor);
      expect([path, status, items.length]).toEqual([path, 200, 1]);
    }
  });

  it('is refused when it is not of our making, on every list', async () => {
    const readable = JSON.stringify({ list: 'CLIENTS', last: { PK: 'x', SK: 'x' } });
    for (const path of lists())
      for (const cursor of ['x', 'live.1', 'past.', readable, Buffer.from(readable).toString('base64url')])
        expect({ path, ...(await page(operator.api, path, cursor)) }).toMatchObject({ path, ...refused });
  });

  it('is refused with any bit flipped', async () => {
    const cursor = await firstCursor(admin, '/api/v1/clients');
    const position = fc.integer({ min: 0, max: cursor.length * 8 - 1 });
    await fc.assert(
      fc.asyncProperty(position, async (bit) => {
        const text = Buffer.from(cursor, 'latin1');
        text[bit >> 3]! ^= 1 << (bit & 7);
        expect(await page(admin, '/api/v1/clients', text.toString('latin1'))).toMatchObject(refused);
      }),
      { numRuns: 60 },
    );
  });

  it('is refused of another tenant, role, list, client or filter', async () => {
    const other = (await makeTenant(operator)).admin.api;
    const clients = '/api/v1/clients';
    const credentials = `${clients}/${clientId}/credentials`;
    const mine = await firstCursor(admin, clients);
    const trail = await firstCursor(operator.api, '/api/v1/audit-events', `&tenantId=${tenant.tenantId}`);
    const foreign: [Api, string, string, string?][] = [
      [other, clients, mine],
      [operator.api, clients, mine],
      [operator.api, clients, mine, `&tenantId=${tenant.tenantId}`],
      [admin, '/api/v1/audit-events', mine],
      [admin, `${clients}/${tenant.clientId}/credentials`, await firstCursor(admin, credentials)],
      [operator.api, '/api/v1/audit-events', trail],
      [admin, '/api/v1/audit-events', trail],
      [
        operator.api,
        '/api/v1/registrations',
        await firstCursor(operator.api, '/api/v1/registrations'),
        '&status=approved',
      ],
      [operator.api, clients, await firstCursor(operator.api, clients), `&tenantId=${tenant.tenantId}`],
    ];
    for (const [api, path, cursor, query] of foreign)
      expect({ path, ...(await page(api, path, cursor, query)) }).toMatchObject({ path, ...refused });
  });

  it('is refused sent twice, empty or too long, like any parameter that is no good', async () => {
    const cursor = await firstCursor(admin, '/api/v1/clients');
    for (const query of [`cursor=${cursor}&cursor=${cursor}`, 'cursor='])
      expect((await admin.get(`/api/v1/clients?${query}`)).body.code).toBe('validation_failed');
    expect(await page(admin, '/api/v1/clients', cursor + 'A'.repeat(3_000))).toMatchObject(refused);
  });

  it('means nothing where there is no list', async () => {
    expect((await admin.get(`/api/v1/clients/${clientId}?cursor=x`)).status).toBe(200);
  });
});
