import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { ClientDto } from '../../../src/clients/api/client.dto.js';
import type { Answer, ProblemAnswer } from '../../support/api.js';
import { nameOf, type Operation, documentedOperations, pathWith, Schemas } from '../../support/operations.js';
import { ask, type Sent, SENT, standingIds } from '../../support/portal-requests.js';
import { makeWorld, type World } from '../../support/portal-world.js';
import { type Field, fieldsOf, nameOfField, withValue } from './fields.js';
import { ECHO, HOSTILE, UNPRINTABLE, wrongValues } from './values.js';

let world: World;
let operations: Operation[];
let schemas: Schemas;
let before: unknown;

beforeAll(async () => {
  world = await makeWorld();
  operations = documentedOperations().filter(({ path }) => path.startsWith('/api/'));
  schemas = new Schemas();
  before = await everything();
}, 60_000);
afterAll(() => world.broker.stop());
/** Whatever was refused has changed nothing. */
afterEach(async () => expect(await everything()).toEqual(before));

/** All items but what is written in its own time: the lease of whoever runs pending work, heartbeats, usage and last use. */
async function everything(): Promise<object[]> {
  const { documents, tableName: TableName } = world.broker.table;
  const { Items = [] } = await documents.send(new ScanCommand({ TableName, ConsistentRead: true }));
  return Items.filter(({ PK, SK }) => !/^(LEASE|REPLICAS|USAGE)|\|USED/.test(`${String(PK)}|${String(SK)}`));
}

/** As somebody who may ask. */
function send(operation: Operation, sent: Sent): Promise<Answer<ProblemAnswer>> {
  return ask(world, 'operator', nameOf(operation), standingIds(world), sent);
}

/** What the operation takes, but for the field in question. */
function goodRequest(operation: Operation, field = ''): Sent {
  const code = { email: 'a@acme.example', challenge: 'SOFTWARE_TOKEN_MFA', session: 'x', code: '123456' };
  if (operation.path.endsWith('/auth/challenge') && field === 'code') return { body: code };
  return SENT[nameOf(operation)]?.(world) ?? {};
}

/** @returns undefined when the answer is as it must be, else what was sent and what came of it */
function judge(
  what: string,
  { status, body, text }: Answer<ProblemAnswer>,
  expected: { status: number; code: string; field?: string },
): string | undefined {
  const fields = body?.errors?.map((one) => one.field) ?? [];
  const named = expected.field === undefined || (fields.length === 1 && fields[0] === expected.field);
  if (status === expected.status && body.code === expected.code && named && !text.includes(ECHO))
    return undefined;
  return `${what.slice(0, 120)} -> ${status} ${text.slice(0, 300)}`;
}

/** Judged by whether it opens the door, not by its shape. */
const SAID_BY_PEOPLE = /^\/api\/v1\/auth\/(?!.* code$)|reset-password code$/;

/** People's text takes any of one line; what signs in is whatever the person says. */
function hostileTo({ path: operation }: Operation, path: readonly string[]): readonly string[] {
  const name = path.at(-1)!;
  if (SAID_BY_PEOPLE.test(`${operation} ${name}`)) return [];
  return ['name', 'organization', 'description', 'label'].includes(name) ? UNPRINTABLE : HOSTILE;
}

const isObject = ({ schema }: Field) => schema.properties !== undefined;

describe('a body', () => {
  const invalid = { status: 400, code: 'validation_failed' };

  async function judgeField(operation: Operation, field: Field, value: unknown): Promise<string | undefined> {
    const name = nameOfField(field);
    const { body = {}, ...sent } = goodRequest(operation, name);
    const answer = await send(operation, { ...sent, body: withValue(body, field.path, value) });
    return judge(`${nameOf(operation)} ${name}=${JSON.stringify(value)}`, answer, {
      ...invalid,
      field: name,
    });
  }

  /** What no caller may send as this field. */
  function badValues(operation: Operation, { path, schema, required }: Field): unknown[] {
    const own = schema.type === 'string' && schema.enum === undefined ? hostileTo(operation, path) : [];
    return [...(required ? [undefined] : []), ...wrongValues(schema), ...own];
  }

  it('with a field that is missing, of another type, too long or hostile is 400, and names it', async () => {
    const wrong: (string | undefined)[] = [];
    let count = 0;
    for (const operation of operations)
      for (const field of fieldsOf(schemas, operation.body ?? {}))
        for (const value of badValues(operation, field)) {
          wrong.push(await judgeField(operation, field, value));
          count += 1;
        }

    expect(wrong.filter((one) => one !== undefined)).toEqual([]);
    expect(count).toBeGreaterThan(300);
  }, 60_000);

  it('with a field that nobody knows is 400, and names it', async () => {
    const wrong: (string | undefined)[] = [];
    for (const operation of operations.filter(({ body }) => body !== undefined))
      for (const { path } of [{ path: [] }, ...fieldsOf(schemas, operation.body!).filter(isObject)]) {
        const field = { path: [...path, 'colour'], schema: {}, required: false };
        wrong.push(await judgeField(operation, field, ECHO));
      }

    expect(wrong.filter((one) => one !== undefined)).toEqual([]);
  });

  it.each<[string, string, string, number, string]>([
    ['over 64 KiB', 'application/json', `{"name":"${ECHO.repeat(10_000)}"}`, 413, 'payload_too_large'],
    ['of another media type', 'text/plain', ECHO, 415, 'unsupported_media_type'],
    ['that is no JSON', 'application/json', `{"${ECHO}`, 400, 'malformed_request'],
    ['that is a list', 'application/json', `["${ECHO}"]`, 400, 'malformed_request'],
    ['with a prototype', 'application/json', `{"__proto__":{"${ECHO}":1}}`, 400, 'malformed_request'],
  ])('%s is refused by every operation', async (_, type, body, status, code) => {
    const wrong: (string | undefined)[] = [];
    for (const operation of operations.filter(({ method }) => method !== 'GET')) {
      const { method, path } = operation;
      const headers = {
        'content-type': type,
        'if-match': '*',
        authorization: `Bearer ${world.operator.accessToken}`,
      };
      const to = pathWith(path, standingIds(world));
      const answer = await world.callers.nobody.fetch<ProblemAnswer>(to, { method, headers, body });
      wrong.push(judge(nameOf(operation), answer, { status, code }));
    }

    expect(wrong.filter((one) => one !== undefined)).toEqual([]);
  });
});

type Query = [name: string, value: string][];

describe('a query', () => {
  const ID = ['x', 'TN_0000000000000000', `' OR 1=1 -- ${ECHO}`, `<script>${ECHO}`, '', '\u0000'];
  const TIME = [ECHO, '2026-13-01', '2026-01-01T00:00:00', '1', ''];
  const BAD: Readonly<Record<string, readonly string[]>> = {
    limit: ['0', '101', ECHO, '1.5', '-1', '', ' 1', '1e1', '9'.repeat(400)],
    cursor: [''],
    status: [ECHO, ''],
    clientId: ID,
    tenantId: ID,
    from: TIME,
    to: TIME,
  };
  const UNKNOWN_NAMES = ['colour', 'limit[]', 'constructor', '__proto__'];

  it('with a parameter that is wrong, sent twice or unknown is 400, and names it', async () => {
    const wrong: (string | undefined)[] = [];
    const lists = operations.filter(({ parameters }) => parameters.some((one) => one.in === 'query'));
    for (const { path, parameters } of lists) {
      const names = parameters.filter((one) => one.in === 'query').map(({ name }) => name);
      const queries: Query[] = [
        ...names.flatMap((name) => BAD[name]!.map((value): Query => [[name, value]])),
        ...names.map((name): Query => [
          [name, '1'],
          [name, '1'],
        ]),
        ...UNKNOWN_NAMES.map((name): Query => [[name, ECHO]]),
      ];
      for (const query of queries) {
        const search = new URLSearchParams(query).toString();
        const answer = await world.operator.api.get(`${pathWith(path, standingIds(world))}?${search}`);
        wrong.push(
          judge(`${path}?${search}`, answer, { status: 400, code: 'validation_failed', field: query[0]![0] }),
        );
      }
    }

    expect(wrong.filter((one) => one !== undefined)).toEqual([]);
    expect(lists.length).toBeGreaterThan(4);
  });

  it('with a cursor that nobody was given is 400', async () => {
    const wrong: (string | undefined)[] = [];
    for (const { path } of operations.filter(({ parameters }) =>
      parameters.some(({ name }) => name === 'cursor'),
    ))
      for (const cursor of [ECHO, 'x'.repeat(5_000), '\u0000']) {
        const to = `${pathWith(path, standingIds(world))}?${new URLSearchParams({ cursor }).toString()}`;
        wrong.push(judge(to, await world.operator.api.get(to), { status: 400, code: 'bad_cursor' }));
      }

    expect(wrong.filter((one) => one !== undefined)).toEqual([]);
  });
});

describe('an id', () => {
  const SHAPES = [
    'x',
    '..%2f..',
    '%00',
    '%27%20OR%201%3D1',
    '%3Cscript%3E',
    '__proto__',
    'constructor',
    'x'.repeat(300),
  ];

  it('of another shape is 404, as if there were no such thing', async () => {
    const wrong: (string | undefined)[] = [];
    for (const operation of operations)
      for (const { name } of operation.parameters.filter((one) => one.in === 'path')) {
        const good = standingIds(world);
        const spoiled = [
          good[name as keyof typeof good].toUpperCase(),
          `${good[name as keyof typeof good]}0`,
        ];
        for (const shape of [...SHAPES, ...spoiled]) {
          const answer = await ask(world, 'operator', nameOf(operation), { ...good, [name]: shape });
          wrong.push(
            judge(`${nameOf(operation)} ${name}=${shape}`, answer, { status: 404, code: 'not_found' }),
          );
        }
      }

    expect(wrong.filter((one) => one !== undefined)).toEqual([]);
  });
});

describe('text for people', () => {
  it.each([`<script>alert("x")</script>`, `' OR 1=1 --`, '__proto__', 'Größe 🎉'])(
    'is kept as it is: %s',
    async (name) => {
      const { api } = world.tenant.admin;
      const path = `/api/v1/clients/${world.machine.clientId}`;
      const { headers, body } = await api.patch<ClientDto>(path, {
        body: { name },
        headers: { 'if-match': '*' },
      });
      before = await everything();

      expect([headers.get('content-type'), body.name]).toEqual(['application/json; charset=utf-8', name]);
      expect((await api.get<ClientDto>(path)).body.name).toBe(name);
    },
  );
});
