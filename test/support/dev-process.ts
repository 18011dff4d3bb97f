import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** What a program has printed up to now. */
export interface Printed {
  stdout: string;
  stderr: string;
}

/** A program under dev/, in a process group of its own, as a terminal runs it. */
export interface DevProcess {
  readonly pid: number;
  readonly printed: Readonly<Printed>;
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number | null>;
  /** Resolves when it has printed this; rejects when it ends first. */
  until(text: string): Promise<void>;
  /** To the whole group, as Ctrl-C does it. */
  signal(signal: NodeJS.Signals): void;
}

/** @param env beside our own environment */
export function runDev(program: string, env: Readonly<Record<string, string>>): DevProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', program], {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: Printed = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const until = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => printed.stdout.includes(text) && resolve();
      child.stdout.on('data', look);
      void ended.then((code) => reject(new Error(`ended with ${code}: ${printed.stderr}`)));
      look();
    });
  return { pid: child.pid!, printed, ended, until, signal: (signal) => process.kill(-child.pid!, signal) };
}
