import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** What a process has started, and what these have, as far as it still runs. */
export async function descendantsOf(pid: number): Promise<RunningProcess[]> {
  const children = (await runningProcesses()).filter(({ parent }) => parent === pid);
  const theirs = await Promise.all(children.map((child) => descendantsOf(child.pid)));
  return [...children, ...theirs.flat()];
}

/** Those of `processes` that still run. */
export async function stillRunning(processes: readonly RunningProcess[]): Promise<RunningProcess[]> {
  const running = new Set((await runningProcesses()).map(({ pid }) => pid));
  return processes.filter(({ pid }) => running.has(pid));
}

/** All but zombies: who has ended and was not asked for yet. */
async function runningProcesses(): Promise<RunningProcess[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,stat=,args=']);
  const lines = stdout.split('\n').map((line) => /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line));
  return lines
    .filter((found) => found !== null && !found[3]?.startsWith('Z'))
    .map((found) => ({ pid: Number(found?.[1]), parent: Number(found?.[2]), command: found?.[4] ?? '' }));
}
