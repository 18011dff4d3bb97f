import type { Sealed } from './sealed.js';
import type { SealingContext } from './sealing-context.js';

/** A sealed value where it is stored. */
export interface SealedRecord {
  /** The item that holds it, and the attribute: for reports, and to replace it. */
  readonly place: { readonly PK: string; readonly SK: string; readonly attribute: string };
  readonly context: SealingContext;
  readonly sealed: Sealed;
}

/**
 * Every sealed value that is stored for longer than a day, owner by owner. Every method may throw
 * {@link DependencyError} and ends when `signal` aborts.
 */
export abstract class SealedRecords {
  /** Who has some. Reads an index, which lags a little: what is sealed meanwhile, the key in use has sealed. */
  abstract owners(signal: AbortSignal): AsyncIterable<string>;

  /** Strongly consistent. */
  abstract of(owner: string, signal: AbortSignal): Promise<SealedRecord[]>;

  /** @returns false: it has been replaced by others, or is gone, since it was read */
  abstract replace(record: SealedRecord, sealed: Sealed, signal: AbortSignal): Promise<boolean>;
}
