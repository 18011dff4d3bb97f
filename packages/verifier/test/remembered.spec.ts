import type { Verifier } from '../src/verifier.js';
import { Pool } from './support/pool.js';
import { StoppedClock } from './support/stopped-clock.js';
import { outcomeOf, verifierOf } from './support/verifiers.js';

const MINUTE = 60_000;

describe('a token that was good', () => {
  let pool: Pool;
  let clock: StoppedClock;
  let verifier: Verifier;

  beforeEach(async () => {
    pool = await Pool.start();
    clock = new StoppedClock();
  });
  afterEach(() => pool.stop());

  /** Without the keys a token is good by memory alone. */
  async function forgetKeys() {
    pool.keysAnswer = { status: 200, body: '{"keys":[{"kty":"RSA","kid":"another"}]}' };
    clock.pass(11 * MINUTE);
    await verifier.ready();
  }

  it('is good again without its signature', async () => {
    verifier = verifierOf(pool, {}, clock.now);
    const [token, other] = [await pool.token(), await pool.token({ other: true })];
    await verifier.verify(token);
    await forgetKeys();

    expect(await outcomeOf(verifier.verify(token))).toBe('accepted');
    expect(await outcomeOf(verifier.verify(other))).toBe('signature_invalid');
  });

  it('never past its end', async () => {
    verifier = verifierOf(pool, { clockTolerance: 0 }, clock.now);
    const token = await pool.token();
    await verifier.verify(token);
    clock.pass(15 * MINUTE);

    expect(await outcomeOf(verifier.verify(token))).toBe('token_expired');
  });

  it.each([
    [0, 'signature_invalid', 'signature_invalid'],
    [1, 'signature_invalid', 'accepted'],
  ])('is remembered among %i at most', async (cacheSize, first, second) => {
    verifier = verifierOf(pool, { cacheSize }, clock.now);
    const tokens = [await pool.token({ n: 1 }), await pool.token({ n: 2 })];
    for (const token of tokens) await verifier.verify(token);
    await forgetKeys();

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
