import { setTimeout as sleep } from 'node:timers/promises';
import { Deadlines } from '../../src/common/deadlines.js';
import { type Server, StartError, type ServerOptions } from './server.js';
import { type Ending, startLeashed } from './leashed-process.js';
import { takePort } from './port.js';
import { takeDirectory } from './state-directory.js';

/** How one server is started. */
export interface Program {
  /** What people call it. */
  readonly name: string;
  command(place: Place): { file: string; args?: readonly string[]; env?: Record<string, string> };
  readonly health: Health;
  /** A line on stdout that is not for people. True when it was one. */
  takeLine?(line: string): boolean;
  /** What to do about this ending, when it is known. */
  advice?(ending: Ending, output: readonly string[]): string | undefined;
}

/** A request of this path, a GET unless said otherwise, gives this status once the server is ready. */
export interface Health {
  readonly path: string;
  readonly status: number;
  readonly request?: RequestInit;
}

export interface Place {
  readonly port: number;
  readonly directory: string;
}

/** Milliseconds until a server must be ready. */
const START_DEADLINE = 60_000;

/**
 * Starts the program and resolves when it is ready.
 * @throws StartError: port in use, ended early, not ready in a minute
 */
export async function runServer(program: Program, options: ServerOptions): Promise<Server> {
  const port = await takePort(program.name, options.port);
  const directory = await takeDirectory(options.dataDir);
  const endpoint = `http://127.0.0.1:${port}`;
  const output: string[] = [];
  const hear = (line: string) => {
    output.push(line);
    if (output.length > 50) output.shift();
    options.onOutput?.(line);
  };
  const { file, args = [], env = {} } = program.command({ port, directory: directory.path });
  const running = startLeashed({
    file,
    args,
    env,
    cwd: directory.path,
    onStdout: (line) => program.takeLine?.(line) || hear(line),
    onStderr: hear,
  });
  const stop = async () => {
    await running.stop();
    await directory.release();
  };
  try {
    await ready(program, endpoint, running.ended, output);
  } catch (cause) {
    await stop();
    throw cause;
  }
  return { endpoint, port, pid: running.pid!, ended: running.ended, stop };
}

async function ready(program: Program, endpoint: string, ended: Promise<Ending>, output: string[]) {
  const done = new AbortController();
  try {
    await Promise.race([
      healthy(endpoint, program.health, done.signal),
      ended.then((ending) => {
        throw endedEarly(program, ending, output);
      }),
      sleep(START_DEADLINE, undefined, { signal: done.signal }).then(() => {
        throw new StartError(`${program.name} was not ready after ${START_DEADLINE / 1_000} s`);
      }),
    ]);
  } finally {
    done.abort();
  }
}

async function healthy(endpoint: string, health: Health, signal: AbortSignal): Promise<void> {
  while ((await statusOf(endpoint, health, signal)) !== health.status) await sleep(50, undefined, { signal });
}

async function statusOf(
  endpoint: string,
  { path, request }: Health,
  done: AbortSignal,
): Promise<number | undefined> {
  try {
    const signal = AbortSignal.any([done, new Deadlines(10_000).next()]);
    const response = await fetch(endpoint + path, { ...request, signal });
    await response.body?.cancel();
    return response.status;
  } catch {
    return undefined;
  }
}

function endedEarly(program: Program, ending: Ending, output: readonly string[]): StartError {
  const advice = program.advice?.(ending, output);
  if (advice) return new StartError(advice);
  const how = ending.signal ?? `exit code ${ending.code}`;
  const last = output.findLast((line) => line.trim() !== '') ?? 'it printed nothing';
  return new StartError(`${program.name} ended before it was ready (${how}): ${last}`);
}
