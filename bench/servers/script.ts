import { fileURLToPath } from 'node:url';
import type { Command } from './cores.js';

const CONFIG = fileURLToPath(new URL('../tsconfig.json', import.meta.url));

/** A TypeScript file of the benchmark as a program; the path is relative to `bench/`. */
export function script(path: string): Command {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  return { file: process.execPath, args: ['--import', import.meta.resolve('tsx'), file] };
}

/** What it needs to be told from outside. */
export const scriptEnvironment = { TSX_TSCONFIG_PATH: CONFIG };
