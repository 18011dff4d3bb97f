/** One attempt that came to nothing, where another may do better. */
export class NotNow extends Error {
  /** Milliseconds, as the endpoint asked for. */
  readonly retryAfter: number | undefined;

  constructor(message: string, { retryAfter, ...options }: ErrorOptions & { retryAfter?: number } = {}) {
    super(message, options);
    this.retryAfter = retryAfter;
  }

  static said({ status, headers }: Response): NotNow {
    const retryAfter = delayIn(headers.get('retry-after'));
    return new NotNow(
      `the token endpoint answered ${status}`,
      retryAfter === undefined ? {} : { retryAfter },
    );
  }
}

/** RFC 9110 §10.2.3: seconds, or a date. */
function delayIn(text: string | null): number | undefined {
  if (text === null) return undefined;
  const millis = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  return Number.isNaN(millis) ? undefined : Math.max(millis, 0);
}
