interface CallContext {
  readonly __smithy_context?: { readonly abortSignal?: unknown };
}

/** The signal that a call was sent with, as the SDK tells its middleware; one that never aborts when there is none. */
export function signalOf({ __smithy_context }: CallContext): AbortSignal {
  const signal = __smithy_context?.abortSignal;
  return signal instanceof AbortSignal ? signal : new AbortController().signal;
}
