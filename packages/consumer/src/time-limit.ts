/**
 * Aborts once the time is up, also where nothing but `AbortSignal.any` listens: Node 20 forgets an `AbortSignal.timeout` that
 * nobody else holds, and what waits for it waits for ever.
 * @param time milliseconds
 */
export function timeLimit(time: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(timeIsUp()), time).unref();
  return controller.signal;
}

/** As of `AbortSignal.timeout`. */
function timeIsUp(): DOMException {
  return new DOMException('The operation was aborted due to timeout', 'TimeoutError');
}
