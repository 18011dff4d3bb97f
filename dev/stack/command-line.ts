import { fileURLToPath } from 'node:url';
import { StartError } from '../servers/server.js';
import type { Stack } from './stack.js';

const CLI = fileURLToPath(new URL('../../dist/cli/index.js', import.meta.url));

export interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Runs a command of the broker's command line.
 * @returns the lines it printed
 * @throws StartError when it failed
 */
export async function commandLine(stack: Stack, args: readonly string[], { cwd, env }: Surroundings) {
  const printed: string[] = [];
  const complaints: string[] = [];
  const { code, signal } = await stack.run({
    file: process.execPath,
    args: [CLI, ...args],
    cwd,
    env,
    onStdout: (line) => printed.push(line),
    onStderr: (line) => complaints.push(line.trim()),
  });
  if (code === 0) return printed;
  throw new StartError(`${args[0]} failed (${signal ?? `exit code ${code}`}): ${complaints.join(' ')}`);
}
