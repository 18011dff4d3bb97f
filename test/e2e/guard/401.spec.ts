import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { operationsOf, pathWith } from '../../support/operations.js';

/** Whoever adds to this list opens a door to everybody. */
const PUBLIC = [
  'GET /.well-known/jwks.json',
  'GET /.well-known/oauth-authorization-server',
  'GET /api/v1/config',
  'GET /health/live',
  'GET /health/ready',
  'GET /oauth/revocations',
  'POST /api/v1/auth/challenge',
  'POST /api/v1/auth/forgot-password',
  'POST /api/v1/auth/login',
  'POST /api/v1/auth/logout',
  'POST /api/v1/auth/refresh',
  'POST /api/v1/auth/reset-password',
  'POST /api/v1/registrations',
  'POST /oauth/introspect',
  'POST /oauth/revoke',
  'POST /oauth/token',
];

const IDS = {
  clientId: 'cl_0000000000000000',
  credentialId: `cr_${'0'.repeat(24)}`,
  registrationId: 'rg_0000000000000000',
  userId: '00000000-0000-4000-8000-000000000000',
  tenantId: 'tn_0000000000000000',
};

describe('without a token', () => {
  let broker: TestBroker;
  let api: Api;

  beforeAll(async () => {
    broker = await startBroker();
    api = new Api(broker.url);
  });
  afterAll(() => broker.stop());

  it('every operation is 401 that is not on the list of public ones', async () => {
    const refused: string[] = [];
    const open: string[] = [];
    for (const { method, path } of operationsOf(broker.app)) {
      const { status, headers, body } = await api.call<{ code?: string }>(method, pathWith(path, IDS));
      const challenge = headers.get('www-authenticate');
      const isGuarded = status === 401 && challenge === 'Bearer realm="portal"';
      if (isGuarded) expect(body.code).toBe('authentication_required');
      (isGuarded ? refused : open).push(`${method} ${path}`);
    }

    expect(open.sort()).toEqual(PUBLIC);
    expect(refused.length).toBeGreaterThan(10);
  });

  it.each<[string, string, string, RequestInit]>([
    ['an id of another shape', 'GET', '/api/v1/clients/x', {}],
    ['a wrong method', 'PUT', '/api/v1/clients', {}],
    [
      'another media type',
      'POST',
      '/api/v1/clients',
      { headers: { 'content-type': 'text/plain' }, body: 'x' },
    ],
    ['a malformed media type', 'POST', '/api/v1/clients', { headers: { 'content-type': 'x' }, body: 'x' }],
    [
      'a content encoding',
      'POST',
      '/api/v1/clients',
      { headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' }, body: 'x' },
    ],
    [
      'malformed JSON',
      'POST',
      '/api/v1/clients',
      { headers: { 'content-type': 'application/json' }, body: '{' },
    ],
    ['a bad query', 'GET', '/api/v1/clients?limit=x', {}],
    ['no If-Match', 'PATCH', `/api/v1/clients/${IDS.clientId}`, {}],
  ])('%s is 401 all the same', async (_, method, path, init) => {
    const { status, headers } = await api.fetch(path, { method, ...init });

    expect([status, headers.get('www-authenticate'), headers.get('allow')]).toEqual([
      401,
      'Bearer realm="portal"',
      null,
    ]);
  });
});
