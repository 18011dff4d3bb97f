/** One page of a list. It may be short, or empty, although more follows; `nextCursor` alone tells. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page starts; absent on the last one. Opaque to callers. */
  readonly nextCursor?: string;
}

export interface PageRequest {
  /** 1 to 100. */
  readonly limit: number;
  readonly cursor?: string;
}

/** The cursor was not made by us, or for somebody else or another list. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor';
}
