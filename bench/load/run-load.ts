import autocannon from 'autocannon';
import { usageOf } from './process-usage.js';
import type { Request } from './request.js';

/** So many requests are prepared for each connection, and sent again from the first one on. */
const PREPARED = 1_000;

export interface Load {
  /** Keep-alive connections, each with one request under way at a time. */
  readonly connections: number;
  readonly seconds: number;
  /** Requests a second in all, each second's in a burst at its beginning; absent: as many as are answered. */
  readonly rate?: number;
  /** Gives one request after the other. */
  readonly next: () => Request;
  /** The status that every answer must have. */
  readonly status: number;
}

export interface Target {
  readonly url: string;
  readonly pid: number;
}

export interface Measured {
  /** Answers of the expected status. */
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of CPU of the server an answer; NaN where the system does not tell. */
  readonly cpu: number;
  /** Answers of another status, and none at all. */
  readonly failed: number;
}

/** One round of load against one server. */
export async function runLoad({ url, pid }: Target, load: Load): Promise<Measured> {
  const before = usageOf(pid)?.cpu ?? NaN;
  const result = await autocannon({
    url,
    connections: load.connections,
    duration: load.seconds,
    // Its correction takes every answer of over a millisecond for one that held others up.
    ...(load.rate !== undefined && { overallRate: load.rate, ignoreCoordinatedOmission: true }),
    setupClient: (client) => client.setRequests(prepared(load.next)),
  });
  const cpu = (usageOf(pid)?.cpu ?? NaN) - before;
  const answers = (result.statusCodeStats as Record<string, { count: number }> | undefined) ?? {};
  const expected = answers[load.status]?.count ?? 0;
  return {
    perSecond: expected / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    cpu: (cpu / expected) * 1e6,
    failed: result.requests.total - expected + result.errors,
  };
}

/** Connections have requests of their own: in step with each other they would share reads as real callers do not. */
function prepared(next: () => Request): Request[] {
  return Array.from({ length: PREPARED }, next);
}
