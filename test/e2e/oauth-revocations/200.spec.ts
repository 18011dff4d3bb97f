import { decodeJwt } from 'jose';
import type { ClientDto } from '../../../src/clients/api/client.dto.js';
import type { IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { SECOND, toEpochSeconds } from '../../../src/common/clock.js';
import type { CutOff } from '../../../src/cut-offs/cut-off.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { makeMachine } from '../../support/machines.js';
import { makeOperator, makeTenant } from '../../support/people.js';
import { askFeed } from '../../support/revocation-feed.js';
import { type StoppedClock, stopClock } from '../../support/stopped-clock.js';

/** A client with a bearer token that is out. */
interface Machine extends IssuedCredentialDto {
  readonly sub: string;
  readonly jti: string;
}

const TOKEN_LIFE = 15 * 60;
const SKEW = 2;

describe('GET /oauth/revocations', () => {
  let broker: TestBroker;
  let admin: Api;
  let clock: StoppedClock;

  beforeAll(async () => {
    broker = await startBroker();
    admin = (await makeTenant(await makeOperator(broker))).admin.api;
    clock = stopClock(broker);
  });
  beforeEach(() => {
    clock.at = Math.max(clock.at + SECOND, Date.now());
  });
  afterAll(async () => {
    clock.restart();
    await broker.stop();
  });

  async function makeTalkingMachine(): Promise<Machine> {
    const machine = await makeMachine(admin, { scopes: ['orders:read', 'orders:write'] });
    const { body } = await tradeIn(machine.credential);
    const { sub, jti } = decodeJwt(body.access_token);
    return { ...machine, sub: sub!, jti: jti! };
  }

  const tradeIn = (credential: string) =>
    new Api(broker.url).token({ grant_type: 'refresh_token', refresh_token: credential });
  const revokeHeld = ({ credential }: Machine) =>
    new Api(broker.url).oauth('/oauth/revoke', { token: credential });
  const credentialPath = ({ clientId, credentialId }: IssuedCredentialDto) =>
    `/api/v1/clients/${clientId}/credentials/${credentialId}`;
  const clientPath = ({ clientId }: IssuedCredentialDto) => `/api/v1/clients/${clientId}`;

  async function patch(machine: Machine, body: object) {
    const { headers } = await admin.get<ClientDto>(clientPath(machine));
    const { status } = await admin.patch(clientPath(machine), {
      body,
      headers: { 'if-match': headers.get('etag')! },
    });
    expect(status).toBe(200);
  }

  /** What the feed has, a second after what it had before. */
  async function feedNow(): Promise<readonly CutOff[]> {
    clock.at += SECOND;
    return (await askFeed(broker)).body.revocations;
  }

  /** Tokens issued up to now, whatever two clocks make of it. */
  const upToNow = () => toEpochSeconds(clock.at) + SKEW;
  /** All tokens that are out now have expired by then. */
  const allExpired = () => toEpochSeconds(clock.at) + TOKEN_LIFE + SKEW + 1;

  const CHANGES: Record<string, [(it: Machine) => Promise<unknown>, (it: Machine) => CutOff]> = {
    'a credential is revoked by its admin': [
      (it) => admin.delete(credentialPath(it)),
      ({ jti }) => ({ claim: 'jti', value: jti, exp: allExpired() }),
    ],
    'a credential is revoked by its holder': [
      revokeHeld,
      ({ jti }) => ({ claim: 'jti', value: jti, exp: allExpired() }),
    ],
    'a client is disabled': [
      (it) => admin.post(`${clientPath(it)}/disable`),
      ({ sub }) => ({ claim: 'sub', value: sub, iatUpTo: upToNow(), exp: allExpired() }),
    ],
    'a client is deleted': [
      (it) => admin.delete(clientPath(it)),
      ({ sub }) => ({ claim: 'sub', value: sub, exp: allExpired() }),
    ],
    'a client may do less': [
      (it) => patch(it, { scopes: ['orders:read'] }),
      ({ sub }) => ({ claim: 'sub', value: sub, iatUpTo: upToNow(), exp: allExpired() }),
    ],
    'a client may do other things': [
      async (it) => {
        await patch(it, { scopes: ['orders:read'] });
        await feedNow();
        await patch(it, { scopes: ['orders:write'] });
      },
      ({ sub }) => ({ claim: 'sub', value: sub, iatUpTo: upToNow(), exp: allExpired() }),
    ],
  };

  it.each(Object.keys(CHANGES))('tells, as the newest, that %s', async (name) => {
    const [change, expected] = CHANGES[name]!;
    const machine = await makeTalkingMachine();
    await change(machine);
    const cutOff = expected(machine);

    expect(JSON.stringify((await feedNow()).at(-1))).toBe(JSON.stringify(cutOff));
  });

  it.each<[string, (it: Machine) => Promise<unknown>, number]>([
    ['nothing when a client is renamed', (it) => patch(it, { name: 'another' }), 0],
    [
      'nothing when a client keeps its scopes',
      (it) => patch(it, { scopes: ['orders:write', 'orders:read'] }),
      0,
    ],
    [
      'nothing when a credential is rotated',
      (it) => admin.post(`${credentialPath(it)}/rotate`, { body: {} }),
      0,
    ],
    [
      'one when a client is disabled twice and enabled',
      async (it) => {
        await admin.post(`${clientPath(it)}/disable`);
        await admin.post(`${clientPath(it)}/disable`);
        await admin.post(`${clientPath(it)}/enable`);
      },
      1,
    ],
    [
      'one when a credential is revoked twice',
      async (it) => {
        await revokeHeld(it);
        await admin.delete(credentialPath(it));
        await revokeHeld(it);
      },
      1,
    ],
    [
      'one when a client may do less and then more',
      async (it) => {
        await patch(it, { scopes: ['orders:read'] });
        await patch(it, { scopes: ['orders:read', 'orders:write'] });
      },
      1,
    ],
  ])('tells %s', async (_, change, count) => {
    const machine = await makeTalkingMachine();
    const before = await feedNow();
    await change(machine);
    const after = await feedNow();

    expect(after.slice(0, before.length)).toEqual(before);
    expect(after).toHaveLength(before.length + count);
  });

  it('is the whole set, for anybody, to be kept for a second', async () => {
    await feedNow();
    const { status, headers, text, body } = await askFeed(broker);

    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('cache-control')).toBe('public, max-age=1');
    expect(headers.get('pragma')).toBeNull();
    expect(headers.get('etag')).toMatch(/^"[\w-]+"$/);
    expect(headers.get('content-length')).toBe(String(Buffer.byteLength(text)));
    expect(Object.keys(body)).toEqual(['revocations']);
    expect(body.revocations.length).toBeGreaterThan(5);
  });

  it('drops a cut-off once all that it means has expired, and is empty in the end', async () => {
    const all = await feedNow();
    const last = Math.max(...all.map(({ exp }) => exp));
    clock.at = last * SECOND;
    expect((await askFeed(broker)).body.revocations).toEqual(all.filter(({ exp }) => exp === last));
    clock.at = (last + 1) * SECOND;
    expect((await askFeed(broker)).text).toBe('{"revocations":[]}');
  });
});
