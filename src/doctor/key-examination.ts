import { DependencyError, DependencyMisconfigured } from '../common/errors/dependency-errors.js';
import type { Config } from '../config/config.js';
import { CannotUnwrap, type KeyProvider } from '../sealing/key-provider.js';
import type { Examination, Finding } from './finding.js';

const WHY = 'nothing can be sealed or opened without it: no token once those in memory run out';

/** Wraps a data key and opens it again, under its own context and under another one. */
export class KeyExamination implements Examination {
  readonly name = 'key';

  constructor(
    private readonly keys: KeyProvider,
    private readonly config: Pick<Config, 'key' | 'mode'>,
  ) {}

  async run(signal: AbortSignal): Promise<Finding[]> {
    try {
      const { wrapped } = await this.keys.generateDataKey({ purpose: 'probe' }, signal);
      await this.keys.unwrap(wrapped, { purpose: 'probe' }, signal);
      const opens = await this.opensElsewhere(wrapped, signal);
      return [...(opens ? [UNBOUND] : []), ...this.localFindings()];
    } catch (error) {
      if (!(error instanceof DependencyError)) throw error;
      return [broken(error)];
    }
  }

  private async opensElsewhere(wrapped: Uint8Array, signal: AbortSignal): Promise<boolean> {
    try {
      await this.keys.unwrap(wrapped, { purpose: 'probe', client: 'another' }, signal);
      return true;
    } catch (error) {
      if (error instanceof CannotUnwrap) return false;
      throw error;
    }
  }

  private localFindings(): Finding[] {
    return this.config.mode === 'production' && this.config.key.provider === 'local' ? [LOCAL] : [];
  }
}

const UNBOUND: Finding = {
  severity: 'error',
  setting: 'key.context',
  what: 'what is sealed for one record opens for another',
  why: 'a ciphertext that is copied to another client would open there',
  mend: 'use AWS KMS: no true KMS key does this, only emulators',
};

const LOCAL: Finding = {
  severity: 'warning',
  setting: 'key.provider',
  what: 'the master key is in the environment, not in KMS',
  why: 'whoever reads the environment and the table can open everything, and nobody sees it',
  mend: 'make a KMS key and move to it: docs/operations.md, "Another key"',
};

function broken(error: DependencyError): Finding {
  const isMendable = error instanceof DependencyMisconfigured;
  return {
    severity: 'error',
    setting: 'key',
    what: isMendable ? 'the key is gone, disabled, or may not be used' : 'the key could not be reached',
    why: WHY,
    mend: isMendable
      ? 'look at KMS_KEY_ID, enable the key (aws kms enable-key), allow kms:GenerateDataKey and kms:Decrypt to the broker'
      : 'look at the network and at AWS_REGION; then run this again',
  };
}
