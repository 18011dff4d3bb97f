import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { HOUR } from '../../../src/common/clock.js';
import { Api, type ProblemAnswer } from '../../support/api.js';
import { type Ground, startBroker, type TestBroker } from '../../support/broker.js';
import { NOWHERE } from '../../support/cognito-pools.js';
import { emulators } from '../../support/emulators.js';
import { ANY, type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { makePartner } from '../../support/partner.js';
import { rawRequest } from '../../support/raw-request.js';
import { refreshGrant } from '../../support/token-endpoint.js';
import { travel } from '../../support/travel.js';

const PATH = '/.well-known/jwks.json';

describe(`GET ${PATH}`, () => {
  let ground: TestBroker;
  let pool: FaultProxy;
  let broker: TestBroker;
  let api: Api;

  beforeAll(async () => {
    ground = await startBroker();
    pool = await startFaultProxy(emulators().cognitoLocal);
    broker = await startBroker({ beside: ground, env: { COGNITO_JWKS_URL: jwksUrl(ground, pool.endpoint) } });
    api = new Api(broker.url);
  });
  afterAll(async () => {
    await Promise.all([broker.stop(), ground.stop()]);
    await pool.stop();
  });

  it('has the keys of the machines’ pool', async () => {
    const own = (await (await fetch(jwksUrl(ground))).json()) as JSONWebKeySet;
    const { status, headers, body } = await api.get<JSONWebKeySet>(PATH);

    expect([status, body]).toEqual([200, { keys: own.keys }]);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('cache-control')).toBe('public, max-age=300');
  });

  it('verifies bearer tokens', async () => {
    const { credential } = await makePartner(broker);
    const { body } = await refreshGrant(broker.url, credential);
    const keys = createLocalJWKSet((await api.get<JSONWebKeySet>(PATH)).body);
    const { issuer } = ground.machines.pool;

    expect((await jwtVerify(String(body['access_token']), keys, { issuer })).payload.sub).toBeDefined();
  });

  it('is kept through an outage of the pool', async () => {
    const before = await api.get(PATH);
    const asked = pool.count('');
    pool.status(ANY, { status: 503, type: 'InternalErrorException' });
    const back = travel(broker, HOUR);
    const after = await api.get(PATH);
    back();
    pool.clear();

    expect(pool.count('')).toBe(asked + 1);
    expect([after.status, after.text]).toEqual([200, before.text]);
    expect(after.headers.get('cache-control')).toBe('public, max-age=300');
  });

  it('HEAD has the same header and no body', async () => {
    const ask = (method: string) =>
      rawRequest(broker.url, `${method} ${PATH} HTTP/1.1\r\nHost: broker\r\nConnection: close\r\n\r\n`);
    const [head, get] = [await ask('HEAD'), await ask('GET')];

    expect([head.status, head.body]).toEqual([200, '']);
    for (const name of ['content-type', 'content-length', 'cache-control'])
      expect([name, head.headers.get(name)]).toEqual([name, get.headers.get(name)]);
  });

  it('is an outage, to be kept by no cache, while there never were any', async () => {
    const keyless = await startBroker({ beside: ground, env: { COGNITO_JWKS_URL: NOWHERE } });
    const { status, headers, body } = await new Api(keyless.url).get<ProblemAnswer>(PATH);
    await keyless.stop();

    expect([status, body.code]).toEqual([503, 'temporarily_unavailable']);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(headers.get('cache-control')).toBe('no-store');
  });
});

/** Where the key set of the machines' pool is, by way of `endpoint`. */
function jwksUrl({ machines: { pool } }: Ground, endpoint?: string): string {
  return endpoint === undefined ? pool.jwksUrl : new URL(new URL(pool.jwksUrl).pathname, endpoint).href;
}
