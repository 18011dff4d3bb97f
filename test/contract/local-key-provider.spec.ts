import { randomBytes } from 'node:crypto';
import { LocalKeyProvider } from '../../src/aws/kms/local-key-provider.js';
import { CannotUnwrap, WrappedByAnother } from '../../src/sealing/key-provider.js';
import { describeKeyProviderContract } from './key-provider.contract.js';

const provider = () => new LocalKeyProvider(randomBytes(32));

describeKeyProviderContract('LocalKeyProvider', () =>
  Promise.resolve({ keys: provider(), others: provider() }),
);

describe('LocalKeyProvider', () => {
  it('opens what does not name its key, as it was once; then it cannot tell another key from damage', async () => {
    const context = { purpose: 'probe' } as const;
    const keys = provider();
    const { plaintext, wrapped } = await keys.generateDataKey(context);
    const nameless = wrapped.subarray(-60);
    expect(Buffer.from(await keys.unwrap(nameless, context)).equals(plaintext)).toBe(true);
    const other = provider().unwrap(nameless, context);
    await expect(other).rejects.toThrow(CannotUnwrap);
    await expect(other).rejects.not.toThrow(WrappedByAnother);
  });
});
