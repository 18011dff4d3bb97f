import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  onStdout(line: string): void;
  onStderr(line: string): void;
}

export interface LeashedProcess {
  /** Of the program itself; undefined: it could not be started. */
  readonly pid: number | undefined;
  /** Says how it ended. Never rejects. */
  readonly ended: Promise<Ending>;
  /** Asks it to end, insists after a while, and leaves none of its children. */
  stop(): Promise<void>;
}

/** `code` is 127 when there is no such program, as a shell says it. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** How long a program may take to end by itself, in milliseconds. */
const PATIENCE = 5_000;

/**
 * The program runs in a process group of its own: Ctrl-C, which goes to the whole group of the terminal, does not
 * take it from under those who still use it. The leash is a pipe from us. When we are gone, however we went, even by
 * SIGKILL, the pipe closes, and the watcher at its other end takes the whole group with it.
 */
const LEASH = `
  exec 3<&0
  { trap '' TERM; cat <&3; kill -TERM 0; sleep 2; kill -KILL 0; } >/dev/null 2>&1 &
  exec "$@" 3<&- </dev/null`;

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** Starts a program that does not outlive us (POSIX only). */
export function startLeashed(command: Command): LeashedProcess {
  const child: Child = spawn('/bin/sh', ['-c', LEASH, 'leash', command.file, ...command.args], {
    cwd: command.cwd,
    env: { ...process.env, ...command.env },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  createInterface({ input: child.stdout }).on('line', (line) => command.onStdout(line));
  createInterface({ input: child.stderr }).on('line', (line) => command.onStderr(line));
  const ended = endOf(child);
  return { pid: child.pid, ended, stop: () => stop(child, ended) };
}

async function endOf(child: Child): Promise<Ending> {
  const [code, signal] = (await once(child, 'exit').catch(() => [127, null])) as [
    number | null,
    NodeJS.Signals | null,
  ];
  signalGroup(child, 'SIGKILL');
  return { code, signal };
}

async function stop(child: Child, ended: Promise<Ending>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return; // its number may be another's by now
  const insist = setTimeout(() => signalGroup(child, 'SIGKILL'), PATIENCE);
  signalGroup(child, 'SIGTERM');
  await ended;
  clearTimeout(insist);
}

function signalGroup({ pid }: Child, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended already.
  }
}
