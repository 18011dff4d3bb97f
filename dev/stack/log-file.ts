import { mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Places } from './places.js';

/** A log of this run alone, for what would only be noise on the terminal. */
export function logFile({ logs }: Places, name: string): (line: string) => void {
  mkdirSync(logs, { recursive: true });
  const file = openSync(join(logs, `${name}.log`), 'w', 0o600);
  return (line) => void writeSync(file, `${line}\n`);
}
