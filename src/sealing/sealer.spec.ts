import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { LocalKeyProvider } from '../aws/kms/local-key-provider.js';
import { DependencyUnavailable } from '../common/errors/dependency-errors.js';
import { KeyProvider } from './key-provider.js';
import { KeyRing } from './key-ring.js';
import { CannotUnseal, SealedByAnother } from './sealed.js';
import { Sealer } from './sealer.js';
import type { SealingContext } from './sealing-context.js';

const CONTEXT: SealingContext = {
  purpose: 'refresh-token',
  tenant: 'tn_1',
  client: 'cl_1',
  credential: 'cr_1',
};
const SECRET = 'a secret that is stored';

const { signal } = new AbortController();
const sealer = new Sealer(new LocalKeyProvider(randomBytes(32)));
const seal = (secret: string) => sealer.seal(secret, CONTEXT, signal);
const unseal = (sealed: Uint8Array, context = CONTEXT) => sealer.unseal(sealed, context, signal);

class BrokenKeys extends KeyProvider {
  generateDataKey(): Promise<never> {
    return Promise.reject(new DependencyUnavailable('key', 'GenerateDataKey'));
  }
  unwrap(): Promise<never> {
    return Promise.reject(new DependencyUnavailable('key', 'Decrypt'));
  }
  wrap(): Promise<never> {
    return Promise.reject(new DependencyUnavailable('key', 'Encrypt'));
  }
}

/** Opens any key under any context. */
class CarelessKeys extends KeyProvider {
  generateDataKey() {
    const key = randomBytes(32);
    return Promise.resolve({ plaintext: key, wrapped: Uint8Array.from(key) });
  }
  unwrap(wrapped: Uint8Array) {
    return Promise.resolve(Uint8Array.from(wrapped));
  }
  wrap(key: Uint8Array) {
    return Promise.resolve(Uint8Array.from(key));
  }
}

describe('Sealer', () => {
  it('opens what it sealed, whatever it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 5_000 }), async (secret) => {
        expect(await unseal(await seal(secret))).toBe(secret);
      }),
      { examples: [[''], ['\0'], ['ü€😀'], ['x'.repeat(5_000)]] },
    );
  });

  it('shows nothing of the secret', async () => {
    const secrets = fc.string({ unit: 'grapheme', minLength: 8 });
    await fc.assert(
      fc.asyncProperty(secrets, async (secret) => {
        expect(Buffer.from(await seal(secret)).includes(secret)).toBe(false);
      }),
    );
  });

  it('never seals a secret into the same bytes twice', async () => {
    expect(Buffer.from(await seal(SECRET)).equals(await seal(SECRET))).toBe(false);
  });

  it.each<[string, SealingContext]>([
    ['purpose', { ...CONTEXT, purpose: 'bearer-token' }],
    ['tenant', { ...CONTEXT, tenant: 'tn_2' }],
    ['client', { ...CONTEXT, client: 'cl_2' }],
    ['credential', { ...CONTEXT, credential: 'cr_2' }],
  ])('does not open it for another %s', async (_, context) => {
    await expect(unseal(await seal(SECRET), context)).rejects.toThrow(CannotUnseal);
  });

  it('does not open it for another record, not even when the key provider does', async () => {
    const careless = new Sealer(new CarelessKeys());
    const sealed = await careless.seal(SECRET, CONTEXT, signal);
    expect(await careless.unseal(sealed, CONTEXT, signal)).toBe(SECRET);
    const elsewhere = { ...CONTEXT, credential: 'cr_2' };
    await expect(careless.unseal(sealed, elsewhere, signal)).rejects.toThrow(CannotUnseal);
  });

  it('does not open it with another master key, and tells that from damage, with a previous key too', async () => {
    const [first, second, third] = [1, 2, 3].map(
      (byte) => new LocalKeyProvider(new Uint8Array(32).fill(byte)),
    );
    const sealed = await new Sealer(first!).seal(SECRET, CONTEXT, signal);
    const ring = (current: KeyProvider, previous: KeyProvider) => new Sealer(new KeyRing(current, previous));
    for (const strangers of [new Sealer(second!), ring(second!, third!)])
      await expect(strangers.unseal(sealed, CONTEXT, signal)).rejects.toThrow(SealedByAnother);
    for (const owners of [new Sealer(first!), ring(first!, second!), ring(second!, first!)]) {
      expect(await owners.unseal(sealed, CONTEXT, signal)).toBe(SECRET);
      const misplaced = owners.unseal(sealed, { ...CONTEXT, client: 'cl_2' }, signal);
      await expect(misplaced).rejects.toThrow(CannotUnseal);
      await expect(misplaced).rejects.not.toThrow(SealedByAnother);
    }
  });

  it('does not open it when any one bit was flipped', async () => {
    const sealed = await seal(SECRET);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const damaged = sealed.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      await expect(unseal(damaged)).rejects.toThrow(CannotUnseal);
    }
  });

  it('does not open it when it was cut short, wherever', async () => {
    const sealed = await seal(SECRET);
    for (let length = 0; length < sealed.length; length += 1) {
      await expect(unseal(sealed.subarray(0, length))).rejects.toThrow(CannotUnseal);
    }
  });

  it('does not open arbitrary bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await expect(unseal(bytes)).rejects.toThrow(CannotUnseal);
        await expect(unseal(Uint8Array.of(1, 0, 60, ...bytes))).rejects.toThrow(CannotUnseal);
      }),
    );
  });

  it('passes on that the key provider does not do its part', async () => {
    const stuck = new Sealer(new BrokenKeys());
    const sealed = await seal(SECRET);
    await expect(stuck.seal(SECRET, CONTEXT, signal)).rejects.toThrow(DependencyUnavailable);
    await expect(stuck.unseal(sealed, CONTEXT, signal)).rejects.toThrow(DependencyUnavailable);
  });
});
