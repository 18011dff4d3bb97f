import type { SealingContext } from './sealing-context.js';

/** A data key in the clear, for one record, and the same key wrapped by the master key, for storing. */
export interface DataKey {
  /** 32 bytes; never stored, logged or kept. */
  readonly plaintext: Uint8Array;
  readonly wrapped: Uint8Array;
}

/** The bytes were not wrapped by this key, or not under this context, or have been tampered with. */
export class CannotUnwrap extends Error {
  override readonly name: string = 'CannotUnwrap';
}

/** They name another master key: nothing is said of the record. Not every wrapped key names its own. */
export class WrappedByAnother extends CannotUnwrap {
  override readonly name = 'WrappedByAnother';
}

/**
 * Holder of the master key: AWS KMS, or a local key. Envelope encryption: it never sees what is sealed.
 *
 * Every method may throw {@link DependencyUnavailable} (slow, throttled) and {@link DependencyMisconfigured}
 * (access denied, key disabled or gone), and end when `signal` aborts.
 */
export abstract class KeyProvider {
  /** A data key that no one has had before, bound to `context`. */
  abstract generateDataKey(context: SealingContext, signal: AbortSignal): Promise<DataKey>;

  /**
   * The 32 bytes behind `wrapped`.
   * @throws CannotUnwrap, WrappedByAnother where that can be told
   */
  abstract unwrap(wrapped: Uint8Array, context: SealingContext, signal: AbortSignal): Promise<Uint8Array>;

  /** Wraps a data key that another master key wrapped before, when it is moved to this one. */
  abstract wrap(plaintext: Uint8Array, context: SealingContext, signal: AbortSignal): Promise<Uint8Array>;
}
