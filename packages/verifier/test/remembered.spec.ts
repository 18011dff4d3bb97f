import type { Verifier } from '../src/verifier.js';
import { type KeyPair, makeKeyPair, Pool, publicJwk } from './support/pool.js';
import { StoppedClock } from './support/stopped-clock.js';
import { outcomeOf, verifierOf } from './support/verifiers.js';

const MINUTE = 60_000;

describe('a token that was good', () => {
  let pool: Pool;
  let clock: StoppedClock;
  let verifier: Verifier;
  let own: KeyPair;
  let another: KeyPair;

  beforeAll(async () => {
    [own, another] = [await makeKeyPair('one'), await makeKeyPair('another')];
  });
  beforeEach(async () => {
    pool = await Pool.start(own);
    clock = new StoppedClock();
  });
  afterEach(() => pool.stop());

  /** By the claims it is not valid yet now: it is good by memory alone. */
  const beforeItsTime = () => clock.pass(-MINUTE);

  /** The pool has other keys, and nobody has come for longer than the ones it had are gone by unasked. */
  async function withdrawKeys(...published: KeyPair[]) {
    pool.published = await Promise.all(published.map(publicJwk));
    clock.pass(21 * MINUTE);
  }

  it('is good again by memory', async () => {
    verifier = verifierOf(pool, {}, clock.now);
    const [token, other] = [await pool.token(), await pool.token({ other: true })];
    await verifier.verify(token);
    beforeItsTime();

    expect(await outcomeOf(verifier.verify(token))).toBe('accepted');
    expect(await outcomeOf(verifier.verify(other))).toBe('token_not_yet_valid');
  });

  it.each([
    ['withdrawn', () => [another]],
    ['replaced under its id', () => [{ ...another, kid: 'one' }]],
  ])('is none any more once the key that signed it is %s', async (_, published) => {
    verifier = verifierOf(pool, {}, clock.now);
    const token = await pool.token({ exp: 4_102_444_800 });
    await verifier.verify(token);
    await withdrawKeys(...published());

    expect(await outcomeOf(verifier.verify(token))).toBe('signature_invalid');
  });

  it('is good by memory although the keys were fetched anew, while its own is among them', async () => {
    verifier = verifierOf(pool, {}, clock.now);
    const token = await pool.token({ exp: 4_102_444_800 });
    await verifier.verify(token);
    await withdrawKeys(own, another);
    await verifier.ready();
    clock.pass(-22 * MINUTE);

    expect(await outcomeOf(verifier.verify(token))).toBe('accepted');
  });

  it('never past its end', async () => {
    verifier = verifierOf(pool, { clockTolerance: 0 }, clock.now);
    const token = await pool.token();
    await verifier.verify(token);
    clock.pass(15 * MINUTE);

    expect(await outcomeOf(verifier.verify(token))).toBe('token_expired');
  });

  it.each([
    [0, 'token_not_yet_valid', 'token_not_yet_valid'],
    [1, 'token_not_yet_valid', 'accepted'],
  ])('is remembered among %i at most', async (cacheSize, first, second) => {
    verifier = verifierOf(pool, { cacheSize }, clock.now);
    const tokens = [await pool.token({ n: 1 }), await pool.token({ n: 2 })];
    for (const token of tokens) await verifier.verify(token);
    beforeItsTime();

    expect(await outcomeOf(verifier.verify(tokens[0]!))).toBe(first);
    expect(await outcomeOf(verifier.verify(tokens[1]!))).toBe(second);
  });

  it('is judged by the scopes of each question', async () => {
    verifier = verifierOf(pool, { requiredScopes: ['orders:read'] }, clock.now);
    const token = await pool.token({ 'custom:scopes': 'orders:read' });

    expect(await outcomeOf(verifier.verify(token))).toBe('accepted');
    await expect(verifier.verify(token, { scopes: ['orders:write'] })).rejects.toMatchObject({
      code: 'scope_missing',
      required: ['orders:read', 'orders:write'],
    });
    expect(await outcomeOf(verifier.verify(await pool.token({ 'custom:scopes': 'orders' })))).toBe(
      'scope_missing',
    );
  });

  it('is told to each who asks anew', async () => {
    verifier = verifierOf(pool, {}, clock.now);
    const token = await pool.token();
    const first = await verifier.verify(token);
    (first.scopes as string[]).push('admin');
    first.expiresAt.setTime(0);

    expect((await verifier.verify(token)).scopes).toEqual(['orders:read', 'orders:write']);
    expect((await verifier.verify(token)).expiresAt.getTime()).toBeGreaterThan(clock.at);
  });
});
