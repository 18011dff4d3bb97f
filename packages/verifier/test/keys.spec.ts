import type { JWK } from 'jose';
import type { Unavailable } from '../src/errors.js';
import type { Verifier } from '../src/verifier.js';
import { type KeyPair, makeKeyPair, Pool, publicJwk } from './support/pool.js';
import { StoppedClock } from './support/stopped-clock.js';
import { outcomeOf, verifierOf } from './support/verifiers.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const AWAY = { status: 503, body: '' };

describe('the keys of the pool', () => {
  let one: KeyPair;
  let two: KeyPair;
  let pool: Pool;
  let clock: StoppedClock;
  let reported: Unavailable[];
  let verifier: Verifier;

  beforeAll(async () => {
    [one, two] = [await makeKeyPair('one'), await makeKeyPair('two')];
  });
  beforeEach(async () => {
    pool = await Pool.start(one);
    clock = new StoppedClock();
    reported = [];
    const report = (problem: Unavailable) => reported.push(problem);
    verifier = verifierOf(pool, { report, clockTolerance: 3600 }, clock.now);
  });
  afterEach(() => pool.stop());

  const outcome = async (key: KeyPair, claims: object = {}) =>
    outcomeOf(verifier.verify(await pool.token(claims, { key })));

  it('are fetched once, by however many who come at once, and kept for ten minutes', async () => {
    expect(await Promise.all([1, 2, 3].map((n) => outcome(one, { n })))).toEqual(Array(3).fill('accepted'));
    clock.pass(9 * MINUTE);
    expect(await outcome(one)).toBe('accepted');
    expect(pool.asked).toEqual(['keys']);
  });

  it('are then fetched anew, behind the answer', async () => {
    await outcome(one);
    clock.pass(11 * MINUTE);
    const renewed = pool.untilAsked('keys');
    expect(await outcome(one, { n: 2 })).toBe('accepted');
    await renewed;
  });

  it('are fetched before the answer when nobody has come for long: the one that signed may be withdrawn', async () => {
    await outcome(one);
    pool.published = [await publicJwk(two)];
    clock.pass(21 * MINUTE);
    expect(await outcome(one, { n: 2 })).toBe('signature_invalid');
  });

  it('are asked for again where the process was frozen over the fetch, which is no failure of the pool', async () => {
    await outcome(one);
    clock.pass(11 * MINUTE);
    pool.keysAnswer = 'hangs';
    const asked = pool.untilAsked('keys');
    expect(await outcome(one, { n: 2 })).toBe('accepted');
    await asked;
    pool.keysAnswer = undefined;
    pool.published = [await publicJwk(two)];
    clock.pass(11 * MINUTE);
    pool.hangUp();

    expect(await outcome(one, { n: 3 })).toBe('signature_invalid');
    expect(reported).toEqual([]);
  });

  it('are looked up again for an unknown one, once in ten seconds however many come', async () => {
    await outcome(one);
    pool.published = [...pool.published, await publicJwk(two)];
    clock.pass(11 * SECOND);
    expect(await outcome(two)).toBe('accepted');
    const stranger = { ...two, kid: 'stranger' };
    clock.pass(9 * SECOND);
    for (let n = 0; n < 20; n++) expect(await outcome(stranger, { n })).toBe('signature_invalid');
    expect(pool.asked).toEqual(['keys', 'keys']);
  });

  it('are looked up although the clock was set back', async () => {
    await outcome(one);
    pool.published = [...pool.published, await publicJwk(two)];
    clock.pass(-MINUTE);
    expect(await outcome(two)).toBe('accepted');
  });

  it.each([
    ['is away', AWAY],
    ['hangs', 'hangs' as const],
    ['sends no JSON', { status: 200, body: '<html>' }],
    ['sends no keys', { status: 200, body: '{"keys":[]}' }],
    ['sends null', { status: 200, body: 'null' }],
    ['sends something else', { status: 200, body: '{"keys":[null]}' }],
  ])('are kept while the pool %s, which is reported', async (_, answer) => {
    await outcome(one);
    pool.keysAnswer = answer;
    clock.pass(30 * MINUTE);
    await verifier.ready();
    expect(await outcome(one, { n: 2 })).toBe('accepted');
    expect(reported.map(({ code }) => code)).toEqual(['keys_unavailable']);
  });

  it('leave it open whether an unknown one is theirs, while the pool is away', async () => {
    await outcome(one);
    pool.keysAnswer = AWAY;
    pool.published = [await publicJwk(two)];
    clock.pass(11 * SECOND);
    expect(await outcome(two)).toBe('keys_unavailable');
    pool.keysAnswer = undefined;
    clock.pass(11 * SECOND);
    expect(await outcome(two)).toBe('accepted');
  });

  it('are an outage, not a refusal, while there never were any, and asked for once in a second', async () => {
    pool.keysAnswer = AWAY;
    for (let n = 0; n < 20; n++) expect(await outcome(one, { n })).toBe('keys_unavailable');
    expect(pool.asked).toEqual(['keys']);
    pool.keysAnswer = undefined;
    clock.pass(SECOND);
    expect(await outcome(one)).toBe('accepted');
  });

  it('are an outage while nobody listens there, and kept when that comes later', async () => {
    const away = await Pool.start(one);
    const [lost, token] = [verifierOf(away), await away.token()];
    away.stop();
    expect(await outcomeOf(lost.verify(token))).toBe('keys_unavailable');
    const another = await pool.token({ n: 2 });
    await outcome(one);
    pool.stop();
    clock.pass(30 * MINUTE);
    expect(await outcomeOf(verifier.verify(another))).toBe('accepted');
    expect(reported.map(({ code }) => code)).toEqual(['keys_unavailable']);
  });

  it.each([
    ['of another type', { kty: 'EC', kid: 'two', crv: 'P-256', x: 'AA', y: 'AA' }],
    ['for encryption', { use: 'enc' }],
    ['for another algorithm', { alg: 'RS512' }],
    ['without an id', { kid: undefined }],
    ['without its number', { n: undefined }],
    ['that is none', null],
  ])('are those for RS256: one %s is passed over (RFC 7517 §5)', async (_, changes) => {
    const other = changes && { ...(await publicJwk(two)), ...changes };
    pool.published = [other as JWK, await publicJwk(one)];
    expect([await outcome(one), await outcome(two)]).toEqual(['accepted', 'signature_invalid']);
    expect(reported).toEqual([]);
  });

  it('are not followed to another place', async () => {
    pool.keysAnswer = { status: 302, body: '' };
    expect(await outcome(one)).toBe('keys_unavailable');
  });
});
