import { rm, writeFile } from 'node:fs/promises';
import { StartError } from '../servers/server.js';
import type { Places } from './places.js';
import { readIfThere } from './private-file.js';

/**
 * Two stacks on the same files would spoil them.
 * @throws StartError when the process that took the directory is still there
 */
export async function lock({ lock, root }: Places): Promise<void> {
  const holder = Number(await readIfThere(lock));
  if (holder && holder !== process.pid && isRunning(holder))
    throw new StartError(
      `Process ${holder} uses ${root} already: stop it, or choose another DATA_DIR (if it is no stack, delete ${lock})`,
    );
  await writeFile(lock, String(process.pid));
}

/** Lets others have it, if it is ours. */
export async function unlock({ lock }: Places): Promise<void> {
  if (Number(await readIfThere(lock)) === process.pid) await rm(lock);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
