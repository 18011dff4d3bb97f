import fc from 'fast-check';
import {
  CannotUnwrap,
  type DataKey,
  type KeyProvider,
  WrappedByAnother,
} from '../../src/sealing/key-provider.js';
import type { SealingContext } from '../../src/sealing/sealing-context.js';

const CONTEXT: SealingContext = {
  purpose: 'refresh-token',
  tenant: 'tn_1',
  client: 'cl_1',
  credential: 'cr_1',
};

const OTHER_CONTEXTS: [string, SealingContext][] = [
  ['another purpose', { ...CONTEXT, purpose: 'bearer-token' }],
  ['another tenant', { ...CONTEXT, tenant: 'tn_2' }],
  ['another client', { ...CONTEXT, client: 'cl_2' }],
  ['another credential', { ...CONTEXT, credential: 'cr_2' }],
  ['a part less', { purpose: 'refresh-token', tenant: 'tn_1', client: 'cl_1' }],
  ['parts swapped', { ...CONTEXT, tenant: 'cl_1', client: 'tn_1' }],
];

interface Setup {
  readonly keys: KeyProvider;
  /** The same kind of provider with another master key. */
  readonly others: KeyProvider;
}

/** What every {@link KeyProvider} keeps. */
export function describeKeyProviderContract(name: string, setup: () => Promise<Setup>): void {
  describe(`${name}, a key provider`, () => {
    let keys: KeyProvider;
    let others: KeyProvider;
    let dataKey: DataKey;

    beforeAll(async () => {
      ({ keys, others } = await setup());
      dataKey = await keys.generateDataKey(CONTEXT, signal());
    });

    it('gives keys of 32 bytes that it opens again', async () => {
      expect(dataKey.plaintext).toHaveLength(32);
      expect(hex(await keys.unwrap(dataKey.wrapped, CONTEXT, signal()))).toBe(hex(dataKey.plaintext));
    });

    it('wraps the key of another, for the same context alone', async () => {
      const { plaintext } = await others.generateDataKey(CONTEXT, signal());
      const wrapped = await keys.wrap(plaintext, CONTEXT, signal());
      expect(hex(await keys.unwrap(wrapped, CONTEXT, signal()))).toBe(hex(plaintext));
      expect(hex(wrapped)).not.toContain(hex(plaintext));
      await expect(keys.unwrap(wrapped, OTHER_CONTEXTS[0]![1], signal())).rejects.toThrow(CannotUnwrap);
      await expect(others.unwrap(wrapped, CONTEXT, signal())).rejects.toThrow(CannotUnwrap);
    });

    it('takes equal contexts for equal, however they were built', async () => {
      const { credential, client, tenant, purpose } = CONTEXT;
      const same = { credential, client, tenant, purpose };
      expect(hex(await keys.unwrap(dataKey.wrapped, same, signal()))).toBe(hex(dataKey.plaintext));
    });

    it('gives no key twice', async () => {
      const again = await keys.generateDataKey(CONTEXT, signal());
      expect(hex(again.plaintext)).not.toBe(hex(dataKey.plaintext));
      expect(hex(again.wrapped)).not.toBe(hex(dataKey.wrapped));
    });

    it('does not show the key in what is stored', () => {
      expect(hex(dataKey.wrapped)).not.toContain(hex(dataKey.plaintext));
    });

    it.each(OTHER_CONTEXTS)('does not open it under %s', async (_, context) => {
      await expect(keys.unwrap(dataKey.wrapped, context, signal())).rejects.toThrow(CannotUnwrap);
    });

    it('does not open it with another master key, and tells that from damage', async () => {
      const { wrapped } = dataKey;
      await expect(others.unwrap(wrapped, CONTEXT, signal())).rejects.toThrow(WrappedByAnother);
      const damaged = Uint8Array.from(wrapped, (byte, i) => (i === wrapped.length - 1 ? byte ^ 1 : byte));
      await expect(keys.unwrap(damaged, CONTEXT, signal())).rejects.not.toThrow(WrappedByAnother);
    });

    it('does not open it when a bit was flipped, wherever', async () => {
      const position = fc.nat(dataKey.wrapped.length - 1);
      await fc.assert(
        fc.asyncProperty(position, fc.nat(7), async (at, bit) => {
          const tampered = Uint8Array.from(dataKey.wrapped, (byte, i) =>
            i === at ? byte ^ (1 << bit) : byte,
          );
          await expect(keys.unwrap(tampered, CONTEXT, signal())).rejects.toThrow(CannotUnwrap);
        }),
        { examples: [...ends(dataKey.wrapped)], numRuns: 40 },
      );
    });

    it('does not open it when it was cut short, or has grown', async () => {
      const { wrapped } = dataKey;
      const lengths = [0, 1, 12, 28, wrapped.length - 1];
      const broken = [
        ...lengths.map((length) => wrapped.subarray(0, length)),
        Buffer.concat([wrapped, wrapped]),
      ];
      for (const bytes of broken) {
        await expect(keys.unwrap(bytes, CONTEXT, signal())).rejects.toThrow(CannotUnwrap);
      }
    });

    it('does not open what never was a wrapped key', async () => {
      for (const length of [16, 60, 184, 6_145, 65_535]) {
        await expect(keys.unwrap(new Uint8Array(length), CONTEXT, signal())).rejects.toThrow(CannotUnwrap);
      }
    });
  });
}

function* ends({ length }: Uint8Array): Generator<[number, number]> {
  yield [0, 0];
  yield [length - 1, 7];
}

function signal(): AbortSignal {
  return AbortSignal.timeout(5_000);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
