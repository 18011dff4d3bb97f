/** What the wire gets of an error. `body` is sent as JSON. */
export interface ErrorResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

/** Tells errors in the form that the callers of a part of the API expect. */
export interface ErrorWriter {
  /** Whether the path is in its part. */
  writesFor(path: string): boolean;
  write(error: unknown, requestId: string): ErrorResponse;
}
