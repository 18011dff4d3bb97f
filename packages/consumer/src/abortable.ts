/** Waits until `signal` aborts, which it has not yet, and no longer. What is waited for is told nothing: others may wait for it too. */
export async function abortable<Result>(
  work: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (signal === undefined) return work;
  const done = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true, signal: done.signal });
  });
  return Promise.race([work, aborted]).finally(() => done.abort());
}
