import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Request } from './request.js';

/** What became of callers who all began at once. */
export interface Served {
  /** How many had a token by then. */
  readonly served: number;
  /** Answers of 503, which callers come back after. */
  readonly unavailable: number;
  /** Any other answer but 200, and none. */
  readonly failed: number;
}

interface Answer {
  readonly status: number;
  readonly retryAfter: number;
}

/** A caller's one request, and where it goes. */
export interface Caller {
  readonly url: string;
  readonly request: Request;
}

/**
 * Callers who each want one answer and behave as they should: told 503, they come back after the time they were told.
 * @param seconds after which nobody tries any more
 */
export async function serveAll(callers: readonly Caller[], seconds: number): Promise<Served> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const counts = { served: 0, unavailable: 0, failed: 0 };
  const end = Date.now() + seconds * 1_000;
  const call = async ({ url, request: wanted }: Caller): Promise<void> => {
    while (Date.now() < end) {
      const { status, retryAfter } = await send(url, wanted, agent);
      if (Date.now() > end) return;
      if (status === 200) return void counts.served++;
      if (status === 503) counts.unavailable++;
      else counts.failed++;
      await pause(1_000 * (retryAfter + Math.random()));
    }
  };
  await Promise.all(callers.map(call));
  agent.destroy();
  return counts;
}

/**
 * Callers who each ask once a second.
 * @returns how often each status was answered
 */
export async function askSteadily(
  callers: readonly Caller[],
  seconds: number,
): Promise<Readonly<Record<string, number>>> {
  const agent = new Agent({ keepAlive: true });
  const counts: Record<string, number> = {};
  const end = Date.now() + seconds * 1_000;
  const call = async ({ url, request: wanted }: Caller): Promise<void> => {
    await pause(1_000 * Math.random());
    while (Date.now() < end) {
      const { status } = await send(url, wanted, agent);
      counts[status] = (counts[status] ?? 0) + 1;
      await pause(1_000);
    }
  };
  await Promise.all(callers.map(call));
  agent.destroy();
  return counts;
}

function send(url: string, { method, path, headers, body }: Request, agent: Agent): Promise<Answer> {
  return new Promise((resolve) => {
    const sent = request(url + path, { method, headers, agent }, (response) => {
      response.resume().on('end', () => {
        const retryAfter = Number(response.headers['retry-after'] ?? 1);
        resolve({ status: response.statusCode ?? 0, retryAfter });
      });
    });
    sent.on('error', () => resolve({ status: 0, retryAfter: 1 })).end(body);
  });
}
