import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Load } from './load.js';
import type { Request } from './request.js';

const run = promisify(execFile);

/** So many are drawn for a round, and sent again from the first one on. */
const PREPARED = 50_000;
const SCRIPT = fileURLToPath(new URL('wrk.lua', import.meta.url));

/** What wrk tells of a round. */
export interface Told {
  /** Of the wanted status. */
  readonly answered: number;
  /** Of another one, and none at all. */
  readonly failed: number;
  readonly seconds: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/**
 * Loads a server with wrk, whose own cost is a tenth of what any Node server takes: a generator in Node is the
 * bottleneck for the faster ones.
 * @throws where wrk is not installed
 */
export async function wrk(
  url: string,
  { connections, seconds, pause = 0, next, status }: Load,
): Promise<Told> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-'));
  const file = join(directory, 'requests');
  await writeFile(file, Array.from({ length: PREPARED }, () => framed(next(), new URL(url).host)).join(''));
  const threads = ['--threads=1', `--connections=${connections}`, `--duration=${seconds}s`];
  const args = [...threads, `--script=${SCRIPT}`, url, '--', file, String(status), String(pause)];
  const { stdout } = await run('wrk', args).catch(hint);
  await rm(directory, { recursive: true });
  return JSON.parse(stdout.slice(stdout.indexOf('{'))) as Told;
}

/** As it goes over the wire, behind its length. */
function framed({ method, path, headers = {}, body = '' }: Request, host: string): string {
  const all = { host, ...headers, ...(body !== '' && { 'content-length': Buffer.byteLength(body) }) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const text = `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
  return `${Buffer.byteLength(text)}\n${text}`;
}

function hint(cause: NodeJS.ErrnoException): never {
  if (cause.code !== 'ENOENT') throw cause;
  throw new Error('the load comes from wrk: apt-get install wrk, or brew install wrk', { cause });
}
