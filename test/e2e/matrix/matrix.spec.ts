import type { Answer, ProblemAnswer } from '../../support/api.js';
import { nameOf, documentedOperations } from '../../support/operations.js';
import { itemsUnder } from '../../support/table.js';
import { ask, FRESH, type Ids, MISSHAPEN, standingIds, UNKNOWN } from '../../support/portal-requests.js';
import { MATRIX, type Statuses } from './table.js';
import { aTenantAdmin, CALLERS, type CallerName, makeWorld, type World } from '../../support/portal-world.js';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
}, 60_000);
afterAll(() => world.broker.stop());

async function statusFor(operation: string, caller: CallerName, expected: number): Promise<number> {
  const fresh = expected < 300 ? await FRESH[operation]?.(world) : undefined;
  const answer = await ask(world, caller, operation, { ...standingIds(world), ...fresh });
  if (answer.status === 401 && operation.includes(' /api/')) expectChallenge(answer, caller);
  return answer.status;
}

/** RFC 6750 §3: an error code only where a token was sent. */
function expectChallenge({ headers, body }: Answer<ProblemAnswer>, caller: CallerName): void {
  const refusedSignIn = body.code === 'sign_in_refused';
  const error = caller === 'nobody' || refusedSignIn ? '' : ', error="invalid_token"';
  expect(headers.get('www-authenticate')).toBe(`Bearer realm="portal"${error}`);
}

/** All that is told, but for the time. */
function told({ status, headers, text }: Answer<unknown>) {
  return { status, headers: [...headers].filter(([name]) => name !== 'date'), text };
}

describe('who may do what', () => {
  it('is written down for every operation, and for no other', () => {
    const operations = documentedOperations().map(nameOf);

    expect([...MATRIX.keys()].sort()).toEqual(operations.sort());
  });

  it.each([...MATRIX])('%s', async (operation, expected) => {
    const seen: Partial<Record<CallerName, number>> = {};
    for (const caller of CALLERS) seen[caller] = await statusFor(operation, caller, expected[caller]);

    expect(seen).toEqual(expected);
  });
});

const named = (column: (statuses: Statuses) => boolean) =>
  [...MATRIX]
    .filter(([operation, statuses]) => operation.includes('{') && column(statuses))
    .map(([name]) => name);

describe('who may not ask learns nothing from ids:', () => {
  it.each([
    ...named(({ nobody }) => nobody === 401).map((operation) => ['nobody', operation] as const),
    ...named(({ admin }) => admin === 403).map((operation) => ['admin', operation] as const),
  ])('%s, %s', async (caller, operation) => {
    const [there, nowhere, misshapen] = await Promise.all(
      [standingIds(world), UNKNOWN, MISSHAPEN].map((ids) => ask(world, caller, operation, ids)),
    );

    expect(told(nowhere!)).toEqual(told(there!));
    expect(told(misshapen!)).toEqual(told(there!));
  });
});

describe('what belongs to another tenant', () => {
  const its = () =>
    itemsUnder(
      world.broker.table,
      `CLIENT#${world.machine.clientId}`,
      `TENANT#${world.tenant.tenantId}`,
      `USER#${world.userId}`,
    );
  let before: object[];
  beforeAll(async () => {
    before = await its();
  });
  afterAll(async () => expect(await its()).toEqual(before));

  it.each(named(({ another }) => another === 404))(
    'is told by no byte from what there is not: %s',
    async (operation) => {
      const [foreign, unknown] = [standingIds(world), UNKNOWN].map((ids) =>
        ask(world, 'another', operation, ids),
      );

      expect(told(await foreign!)).toEqual(told(await unknown!));
    },
  );

  it.each<[string, number, string, (ids: Ids) => [path: string, body?: object]]>([
    [
      'a credential of it under one’s own client',
      404,
      'GET',
      ({ credentialId }) => [`/api/v1/clients/${world.another.clientId}/credentials/${credentialId}`],
    ],
    ['its clients', 404, 'GET', ({ tenantId }) => [`/api/v1/clients?tenantId=${tenantId}`]],
    ['a new client for it', 404, 'POST', ({ tenantId }) => ['/api/v1/clients', { name: 'mine', tenantId }]],
    ['its usage', 404, 'GET', ({ tenantId }) => [`/api/v1/admin/usage?tenantId=${tenantId}`]],
    ['its people', 404, 'GET', ({ tenantId }) => [`/api/v1/admin/users?tenantId=${tenantId}`]],
    [
      'an invitation to it',
      404,
      'POST',
      ({ tenantId }) => ['/api/v1/admin/users', { ...aTenantAdmin(), tenantId }],
    ],
    ['its trail', 404, 'GET', ({ tenantId }) => [`/api/v1/audit-events?tenantId=${tenantId}`]],
    ['the trail of its client', 200, 'GET', ({ clientId }) => [`/api/v1/audit-events?clientId=${clientId}`]],
  ])('is told by no byte from what there is not: %s', async (_, status, method, request) => {
    const { tenant, machine, callers } = world;
    const foreign = { ...standingIds(world), tenantId: tenant.tenantId, clientId: machine.clientId };
    const [seen, unknown] = await Promise.all(
      [foreign, UNKNOWN].map((ids) => {
        const [path, body] = request(ids);
        return callers.another.call(method, path, { body, headers: { 'x-request-id': 'the-same' } });
      }),
    );

    expect(told(seen!)).toEqual(told(unknown!));
    expect(seen!.status).toBe(status);
  });

  it.each(
    [...MATRIX].filter(([operation, { another }]) => /^GET \/api\/[^{]+$/.test(operation) && another === 200),
  )('is not in what %s lists', async (operation) => {
    const { tenant, machine, callers } = world;
    const { text } = await callers.another.get(operation.replace('GET ', ''));

    for (const secret of [
      tenant.tenantId,
      tenant.clientId,
      tenant.adminId,
      tenant.admin.email,
      machine.clientId,
      world.userId,
    ])
      expect(text).not.toContain(secret);
  });

  it('is open to its own admin, named or not', async () => {
    const { callers, tenant } = world;
    for (const list of ['/api/v1/clients', '/api/v1/audit-events', '/api/v1/admin/users']) {
      const named = await callers.admin.get<{ items: object[] }>(`${list}?tenantId=${tenant.tenantId}`);
      expect(named.body.items).toEqual((await callers.admin.get<{ items: object[] }>(list)).body.items);
    }
  });
});
