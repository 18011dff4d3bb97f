import type { Request } from './request.js';

/** What a server is asked in a round. */
export interface Load {
  /** Keep-alive connections, each with one request under way at a time. */
  readonly connections: number;
  readonly seconds: number;
  /** Milliseconds that each of them pauses between two requests, on average; absent: not at all. */
  readonly pause?: number;
  /** Gives one request after the other. */
  readonly next: () => Request;
  /** The status that every answer must have. */
  readonly status: number;
}
