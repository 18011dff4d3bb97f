import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type DevJson, readDevJson } from '../../dev/stack/dev-json.js';
import { placesIn } from '../../dev/stack/places.js';
import { Api } from '../support/api.js';
import { runDev } from '../support/dev-process.js';
import type { Outcome } from './callers.js';

/** What the broker works on at once, as many as keep it busy; ten times as many callers overload it. */
const CAPACITY = 32;
const OVERLOAD = 10 * CAPACITY;
const SECONDS = 15;
/** Served again within seconds. */
const RECOVERED = 10_000;

interface Timed {
  readonly status: number;
  readonly ms: number;
}

/** Overloads a broker of its own tenfold, looks at its probes and revokes meanwhile, and prints what it saw. Fails where one of these does. */
async function run(dataDir: string): Promise<void> {
  const env = {
    DATA_DIR: dataDir,
    PORT: '0',
    MAX_TOKEN_REQUESTS_IN_FLIGHT: String(CAPACITY),
    LOG_LEVEL: 'warn',
  };
  const stack = runDev('dev/main.ts', env);
  try {
    await stack.until('Ctrl-C stops everything');
    await measure((await readDevJson(placesIn(dataDir)))!);
  } finally {
    stack.signal('SIGINT');
    await stack.ended;
  }
}

async function measure(dev: DevJson): Promise<void> {
  const admin = await signIn(dev);
  await load(dev, CAPACITY, 3);
  print('at capacity', rates(await load(dev, CAPACITY, SECONDS)));
  const overload = load(dev, OVERLOAD, SECONDS);
  const over = new AbortController();
  const probes = repeat(over.signal, 100, () => new Api(dev.url).get('/health/live'));
  const ready = repeat(over.signal, 100, () => new Api(dev.url).get('/health/ready'));
  const revocations = repeat(over.signal, 500, () => revokeOne(dev, admin));
  print(`with ${OVERLOAD} callers`, rates(await overload));
  const recovered = await timeToRecover(dev);
  over.abort();
  print('GET /health/live', latencies(await probes));
  print('GET /health/ready', latencies(await ready));
  print('issue and POST /oauth/revoke', latencies(await revocations));
  print('served again after the load', `${recovered} ms`);
  failUnless(recovered < RECOVERED, 'it is not served again soon');
  const calls = [...(await probes), ...(await ready), ...(await revocations)];
  failUnless(
    calls.every(({ status }) => status < 400),
    'a probe or a revocation failed',
  );
}

function failUnless(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Error(otherwise);
}

async function signIn({ url, demo }: DevJson): Promise<Api> {
  const api = new Api(url);
  const { body } = await api.post<{ accessToken: string }>('/api/v1/auth/login', { body: demo.admin });
  return api.as(body.accessToken);
}

/** From a process of its own, so that the probes are not late because of it. */
async function load({ url, demo }: DevJson, callers: number, seconds: number): Promise<Outcome> {
  const program = ['--import', 'tsx', 'test/load/callers.ts', url, String(callers), String(seconds)];
  const env = { ...process.env, CREDENTIAL: demo.credential };
  const { stdout } = await promisify(execFile)(process.execPath, program, { env });
  return JSON.parse(stdout) as Outcome;
}

/** A new credential, and its end: changes and revocations both go on. */
async function revokeOne({ url, demo }: DevJson, admin: Api): Promise<{ status: number }> {
  const path = `/api/v1/clients/${demo.clientId}/credentials`;
  const issued = await admin.post<{ credential: string }>(path, { body: {} });
  if (issued.status !== 201) return issued;
  return new Api(url).oauth('/oauth/revoke', { token: issued.body.credential });
}

async function repeat(
  until: AbortSignal,
  every: number,
  call: () => Promise<{ status: number }>,
): Promise<Timed[]> {
  const calls: Timed[] = [];
  while (!until.aborted) {
    const began = performance.now();
    const { status } = await call();
    const ms = performance.now() - began;
    calls.push({ status, ms });
    await pause(Math.max(0, every - ms));
  }
  return calls;
}

/** Milliseconds from the end of the load until ten token requests in a row are served; after {@link RECOVERED} it gives up. */
async function timeToRecover({ url, demo }: DevJson): Promise<number> {
  const began = performance.now();
  for (let served = 0; served < 10 && performance.now() - began < RECOVERED;) {
    const form = { grant_type: 'refresh_token', refresh_token: demo.credential };
    served = (await new Api(url).token(form)).status === 200 ? served + 1 : 0;
  }
  return Math.round(performance.now() - began);
}

function rates({ byStatus, seconds }: Outcome): string {
  const each = Object.entries(byStatus).map(
    ([status, count]) => `${status}: ${count} (${Math.round(count / seconds)}/s)`,
  );
  return each.join(', ');
}

function latencies(calls: readonly Timed[]): string {
  const sorted = calls.map(({ ms }) => Math.round(ms)).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)];
  const failed = calls.filter(({ status }) => status >= 400).length;
  return `${calls.length} times, ${failed} failed; p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`;
}

function print(what: string, seen: string): void {
  process.stdout.write(`${what}: ${seen}\n`);
}

const dataDir = await mkdtemp(join(tmpdir(), 'overload-'));
await run(dataDir).finally(() => rm(dataDir, { recursive: true, force: true }));
