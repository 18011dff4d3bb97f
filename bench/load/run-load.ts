import type { Load } from './load.js';
import { usageOf } from './process-usage.js';
import { wrk } from './wrk.js';

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
  const { answered, failed, seconds, p50, p99 } = await wrk(url, load);
  const cpu = (usageOf(pid)?.cpu ?? NaN) - before;
  return { perSecond: answered / seconds, p50, p99, cpu: (cpu / answered) * 1e6, failed };
}
