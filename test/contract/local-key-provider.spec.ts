import { randomBytes } from 'node:crypto';
import { LocalKeyProvider } from '../../src/aws/kms/local-key-provider.js';
import { describeKeyProviderContract } from './key-provider.contract.js';

const provider = () => new LocalKeyProvider(randomBytes(32));

describeKeyProviderContract('LocalKeyProvider', () =>
  Promise.resolve({ keys: provider(), others: provider() }),
);
