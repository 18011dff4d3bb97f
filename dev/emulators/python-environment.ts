import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { StartError } from '../servers/server.js';

/** The programs that `npm run emulators:install` puts under `.emulators/`. */
const PROGRAMS = { ministack: 'ministack/bin/ministack', localstack: 'localstack/bin/python' } as const;

type PythonEmulator = keyof typeof PROGRAMS;

/** Is it there? These need Python, and nobody needs them to run the broker. */
export function isInstalled(emulator: PythonEmulator): boolean {
  return existsSync(pathOf(emulator));
}

/** @throws StartError when it is not installed */
export function installed(emulator: PythonEmulator): string {
  if (isInstalled(emulator)) return pathOf(emulator);
  throw new StartError(`${emulator} is not installed: run npm run emulators:install (needs Python 3.11)`);
}

function pathOf(emulator: PythonEmulator): string {
  return fileURLToPath(new URL(`../../.emulators/${PROGRAMS[emulator]}`, import.meta.url));
}
