import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The working directory of a server. */
export interface StateDirectory {
  readonly path: string;
  /** Removes it, if it was only lent. */
  release(): Promise<void>;
}

/** The directory that is to keep the state, or one that goes with the server. */
export async function takeDirectory(dataDir: string | undefined): Promise<StateDirectory> {
  if (dataDir === undefined) {
    const path = await mkdtemp(join(tmpdir(), 'server-'));
    return { path, release: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
  }
  await mkdir(dataDir, { recursive: true });
  return { path: resolve(dataDir), release: async () => {} };
}
