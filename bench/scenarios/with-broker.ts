import type { Server } from '../../dev/servers/server.js';
import { type Request, tokenRequest } from '../load/request.js';
import { startBroker } from '../servers/broker.js';
import { type Upstream, startUpstream } from '../servers/upstream.js';

/** How many clients are stored, where a scenario does not say otherwise. */
export const STORED = 1_000_000;
const TOUCHED_AT_ONCE = 16;

export interface Running {
  readonly broker: Server;
  readonly upstream: Upstream;
  /** Runs something, and tells what it cost in reads of the table. */
  readonly readsOf: <T>(work: () => Promise<T>) => Promise<{ result: T; told: string }>;
}

/** Runs `work` with a broker on the stub, and stops both. @param env variables of the broker's */
export async function withBroker<T>(
  env: Readonly<Record<string, string>>,
  work: (running: Running) => Promise<T>,
): Promise<T> {
  const upstream = await startUpstream({ clients: STORED });
  const broker = await startBroker({ upstream, dynamodb: upstream, env });
  try {
    return await work({ broker, upstream, readsOf: (inner) => readsOf(upstream, inner) });
  } finally {
    await broker.stop();
    await upstream.stop();
  }
}

/** Asks once for a token of each of the first clients, so that they are in memory. */
export async function touchEach(broker: Server, clients: number, pick = (nth: number) => nth): Promise<void> {
  let nth = 0;
  const touch = async () => {
    while (nth < clients) await expectOk(broker, tokenRequest(pick(++nth)));
  };
  await Promise.all(Array.from({ length: TOUCHED_AT_ONCE }, touch));
}

/** A machine that is busy may need another try. @throws when there is none that is answered 200 */
async function expectOk(broker: Server, { path, ...request }: Request, tries = 5): Promise<void> {
  const response = await fetch(broker.endpoint + path, request);
  const body = await response.text();
  if (response.status === 200) return;
  if (tries === 0) throw new Error(`${path} is answered ${response.status}: ${body}`);
  await expectOk(broker, { path, ...request }, tries - 1);
}

async function readsOf<T>(upstream: Upstream, work: () => Promise<T>): Promise<{ result: T; told: string }> {
  const before = await upstream.counts();
  const result = await work();
  const after = await upstream.counts();
  const counts = Object.keys(after)
    .map((name) => [name, after[name]! - (before[name] ?? 0)] as const)
    .filter(([, count]) => count > 0);
  return { result, told: `Upstream: ${counts.map(([name, count]) => `${name} ${count}`).join(', ')}.` };
}
