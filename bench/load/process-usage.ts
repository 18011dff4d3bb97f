import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const TICKS_A_SECOND = 100;

/** What a process has used up to now; undefined where the system does not tell (other than Linux). */
export interface ProcessUsage {
  /** Seconds of CPU, of all its threads. */
  readonly cpu: number;
  /** Megabytes resident, now. */
  readonly rss: number;
  /** The most that ever were. */
  readonly peakRss: number;
}

export function usageOf(pid: number): ProcessUsage | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const megabytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1_024;
    // utime and stime: proc(5).
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { cpu: ticks / ticksASecond(), rss: megabytes('VmRSS'), peakRss: megabytes('VmHWM') };
  } catch {
    return undefined;
  }
}

let known: number | undefined;

function ticksASecond(): number {
  known ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' })) || TICKS_A_SECOND;
  return known;
}
