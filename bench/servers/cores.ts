import { execFileSync, spawnSync } from 'node:child_process';
import { cpus } from 'node:os';

/** Where what is measured runs, alone; the load and the upstream have the other core. */
const MEASURED = '0';
const LOAD = '1';

/** Whether processes can be pinned here: not without `taskset`, nor on a single core. */
export const pinning = cpus().length > 1 && spawnSync('taskset', ['--version']).status === 0;

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** The command, on the core of what is measured. */
export function onMeasuredCore({ file, args }: Command): Command {
  return pinning ? { file: 'taskset', args: ['-c', MEASURED, file, ...args] } : { file, args };
}

/** This process, and what it starts from now on, goes to the core of the load. */
export function moveToLoadCore(): void {
  if (pinning) execFileSync('taskset', ['-a', '-p', '-c', LOAD, String(process.pid)], { stdio: 'ignore' });
}
