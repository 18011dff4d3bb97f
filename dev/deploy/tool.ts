import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Failed {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs one of the programs under `.tools/`.
 * @returns what it printed
 * @throws Error with all that it said, when it failed
 */
export async function tool(name: string, ...args: readonly string[]): Promise<string> {
  try {
    return (await run(resolve('.tools/bin', name), args)).stdout;
  } catch (cause) {
    const { stdout, stderr } = cause as Failed;
    throw new Error(`${name} ${args[0]} failed:\n${stdout}${stderr}`, { cause });
  }
}
