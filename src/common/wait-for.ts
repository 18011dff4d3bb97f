/**
 * Waits for work that others share, no longer than `signal` allows; the work goes on without this one.
 * @param leaving makes the error to reject with when `signal` aborts first, from the reason of the abort
 */
export function waitFor<T>(
  shared: Promise<T>,
  signal: AbortSignal,
  leaving: (reason: unknown) => Error,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(leaving(signal.reason));
    const settle = <U>(how: (outcome: U) => void) => {
      return (outcome: U) => {
        signal.removeEventListener('abort', leave);
        how(outcome);
      };
    };
    // Whoever has left already still takes the outcome: a failure that nobody takes would end the process.
    shared.then(settle(resolve), settle(reject));
    if (signal.aborted) return leave();
    signal.addEventListener('abort', leave, { once: true });
  });
}
