import { CannotUnwrap, type DataKey, KeyProvider, WrappedByAnother } from './key-provider.js';
import type { SealingContext } from './sealing-context.js';

/** The master key in use, and the one before it, which opens what has not been moved yet. */
export class KeyRing extends KeyProvider {
  constructor(
    private readonly current: KeyProvider,
    private readonly previous: KeyProvider,
  ) {
    super();
  }

  generateDataKey(context: SealingContext, signal: AbortSignal): Promise<DataKey> {
    return this.current.generateDataKey(context, signal);
  }

  async unwrap(wrapped: Uint8Array, context: SealingContext, signal: AbortSignal): Promise<Uint8Array> {
    const opened = await this.unwrapCurrent(wrapped, context, signal);
    return opened instanceof CannotUnwrap ? this.unwrapPrevious(wrapped, context, signal, opened) : opened;
  }

  wrap(plaintext: Uint8Array, context: SealingContext, signal: AbortSignal): Promise<Uint8Array> {
    return this.current.wrap(plaintext, context, signal);
  }

  /**
   * The same data key, wrapped by the master key in use. It is opened and wrapped anew, for all kinds of keys alike, and
   * what the key in use opens already is proven so.
   * @returns undefined: the key in use has wrapped it
   * @throws CannotUnwrap when neither opens it, WrappedByAnother when it is of neither; DependencyError
   */
  async rewrap(
    wrapped: Uint8Array,
    context: SealingContext,
    signal: AbortSignal,
  ): Promise<Uint8Array | undefined> {
    const opened = await this.unwrapCurrent(wrapped, context, signal);
    if (!(opened instanceof CannotUnwrap)) {
      opened.fill(0);
      return undefined;
    }
    const key = await this.unwrapPrevious(wrapped, context, signal, opened);
    try {
      return await this.current.wrap(key, context, signal);
    } finally {
      key.fill(0);
    }
  }

  private async unwrapCurrent(
    wrapped: Uint8Array,
    context: SealingContext,
    signal: AbortSignal,
  ): Promise<Uint8Array | CannotUnwrap> {
    try {
      return await this.current.unwrap(wrapped, context, signal);
    } catch (error) {
      if (error instanceof CannotUnwrap) return error;
      throw error;
    }
  }

  /** @param verdict of the key in use; it stands where the previous one has not wrapped it */
  private async unwrapPrevious(
    wrapped: Uint8Array,
    context: SealingContext,
    signal: AbortSignal,
    verdict: CannotUnwrap,
  ): Promise<Uint8Array> {
    try {
      return await this.previous.unwrap(wrapped, context, signal);
    } catch (error) {
      throw error instanceof WrappedByAnother ? verdict : error;
    }
  }
}
