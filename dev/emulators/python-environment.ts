import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { StartError } from '../servers/server.js';

/** The programs that `npm run emulators:install` puts under `.emulators/`. */
const PROGRAMS = {
  ministack: 'ministack/bin/ministack',
  localstack: 'localstack/bin/python',
  authlib: 'authlib/bin/python',
  sam: 'sam/bin/python',
} as const;

type PythonProgram = keyof typeof PROGRAMS;

/** Is it there? These need Python, and nobody needs them to run the broker. */
export function isInstalled(program: PythonProgram): boolean {
  return existsSync(pathOf(program));
}

/** @throws StartError when it is not installed */
export function installed(program: PythonProgram): string {
  if (isInstalled(program)) return pathOf(program);
  throw new StartError(`${program} is not installed: run npm run emulators:install (needs Python 3.11)`);
}

function pathOf(program: PythonProgram): string {
  return fileURLToPath(new URL(`../../.emulators/${PROGRAMS[program]}`, import.meta.url));
}
