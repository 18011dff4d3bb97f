import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import {
  documentedOperations,
  nameOf,
  openApiDocument,
  type Operation,
  pathWith,
  type Schema,
  Schemas,
} from '../../support/operations.js';
import { makeOperator, type TestPerson } from '../../support/people.js';

const IDS = {
  clientId: 'cl_0000000000000000',
  credentialId: `cr_${'0'.repeat(24)}`,
  registrationId: 'rg_0000000000000000',
  userId: '00000000-0000-4000-8000-000000000000',
  tenantId: 'tn_0000000000000000',
};

describe('the documentation', () => {
  let broker: TestBroker;
  let operator: TestPerson;
  let api: Api;

  beforeAll(async () => {
    broker = await startBroker();
    operator = await makeOperator(broker);
    api = new Api(broker.url);
  });
  afterAll(() => broker.stop());

  it('is Swagger UI, of our own files alone', async () => {
    const { status, headers, text } = await api.get('/docs');
    const links = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link!);

    expect([status, headers.get('content-type')]).toEqual([200, 'text/html']);
    expect(links.length).toBeGreaterThan(3);
    for (const link of links) {
      const { origin, pathname } = new URL(link, `${broker.url}/docs`);
      expect(origin).toBe(broker.url);
      expect([link, (await api.fetch(pathname)).status]).toEqual([link, 200]);
    }
    expect(text).not.toMatch(/<script(?![^>]* src=)[^>]*>/);
  });

  it.each(['/docs', '/docs/', '/docs/index.html'])(
    'goes at %s with a policy that lets it load nothing else',
    async (path) => {
      const policy = (await api.get(path)).headers.get('content-security-policy')!.split(';');

      expect(policy).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "script-src 'self'",
          "connect-src 'self'",
          "frame-ancestors 'none'",
          "base-uri 'none'",
        ]),
      );
      expect(policy.filter((directive) => /^script-src.*unsafe|\*|https?:/.test(directive))).toEqual([]);
    },
  );

  it('is one document of OpenAPI 3', async () => {
    const { status, headers, body } = await api.get<{ openapi: string; paths: object }>('/docs-json');

    expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(body.openapi).toMatch(/^3\./);
    expect(Object.keys(body.paths).length).toBeGreaterThan(10);
  });

  it('lists each path that is routed, and no other', () => {
    const ofTheApi = (path: string) => !/^\/(?:docs|portal)(?:\W|$)/.test(path);
    const routed = routedPaths().filter(ofTheApi);

    expect(routed.sort()).toEqual([...new Set(operations().map(({ path }) => path))].sort());
  });

  it('lists each method that is routed, and no other', async () => {
    for (const path of new Set(operations().map((one) => one.path))) {
      const { headers } = await operator.api.call('OPTIONS', pathWith(path, IDS));
      const allowed = headers.get('allow')!.split(', ');
      const listed = operations().filter((one) => one.path === path);

      expect([path, allowed.filter((method) => method !== 'HEAD').sort()]).toEqual([
        path,
        listed.map(({ method }) => method).sort(),
      ]);
    }
  });

  it('has a summary of each operation, under one heading that is explained', async () => {
    const { tags } = (await api.get<{ tags: { name: string; description: string }[] }>('/docs-json')).body;
    const explained = tags.filter(({ description }) => description.length > 0).map(({ name }) => name);
    const bare = operations().filter(
      (one) => !one.summary || one.tags.length !== 1 || !explained.includes(one.tags[0]!),
    );

    expect(bare.map(nameOf)).toEqual([]);
  });

  it('is what stands in openapi.json', async () => {
    expect((await api.get('/docs-json')).body).toEqual(openApiDocument);
  });

  it('describes every answer', () => {
    const bare = operations().flatMap((one) =>
      Object.entries(one.responses)
        .filter(([, { description }]) => description === '')
        .map(([status]) => `${nameOf(one)} ${status}`),
    );

    expect(bare).toEqual([]);
  });

  it('has an example of every field', () => {
    const { named } = new Schemas();
    const bare = Object.entries(named).flatMap(([name, { properties = {} }]) =>
      Object.entries(properties)
        .filter(([, property]) => !hasExample(property))
        .map(([property]) => `${name}.${property}`),
    );

    expect(bare).toEqual([]);
    expect(Object.keys(named).length).toBeGreaterThan(30);
  });

  it('asks for nothing that may be left out, unless it changes nothing', () => {
    const filled = operations().flatMap((one) =>
      one.parameters
        .filter(
          ({ required, example, schema }) => !required && (example ?? schema.example) !== schema.default,
        )
        .map(({ name }) => `${nameOf(one)} ${name}`),
    );

    expect(filled).toEqual([]);
  });

  it('leads people from signing in to their task', async () => {
    const { info } = (await api.get<{ info: { description: string } }>('/docs-json')).body;

    for (const word of ['/api/v1/auth/login', 'accessToken', '**Authorize**', '**Execute**'])
      expect(info.description).toContain(word);
  });

  function operations(): Operation[] {
    return documentedOperations();
  }

  /** As Fastify draws its tree: four characters a level, then the rest of the path and the methods. */
  function routedPaths(): string[] {
    const tree = broker.app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
    const above: string[] = [];
    return tree
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [, indent = '', segment = ''] = /^([│ ]*[├└]── )(\S+)/.exec(line) ?? [];
        const level = indent.length / 4 - 1;
        above.splice(level, Infinity, (above[level - 1] ?? '') + segment);
        return above[level]!.replace(/:(\w+)/g, '{$1}');
      });
  }
});

/** By itself, or in its parts. */
function hasExample({ example, $ref, allOf, items }: Schema): boolean {
  return example !== undefined || ($ref ?? allOf ?? items?.$ref) !== undefined;
}

describe('with SWAGGER=off', () => {
  let broker: TestBroker;
  beforeAll(async () => {
    broker = await startBroker({ env: { SWAGGER: 'off' } });
  });
  afterAll(() => broker.stop());

  it.each(['/docs', '/docs/', '/docs/swagger-ui.css', '/docs-json', '/docs-yaml'])(
    '%s is 404',
    async (path) => {
      const { status, body } = await new Api(broker.url).get(path);

      expect([status, body.code]).toEqual([404, 'not_found']);
    },
  );

  it('no link leads there', async () => {
    const { body } = await new Api(broker.url).get<{ docsUrl: unknown }>('/api/v1/config');

    expect(body.docsUrl).toBeNull();
  });
});
