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

/**
 * Callers who each want one answer and behave as they should: told 503, they come back after the time they were told.
 * @param callers the request of each, and where it goes
 * @param seconds after which nobody tries any more
 */
export async function serveAll(
  callers: readonly { readonly url: string; readonly request: Request }[],
  seconds: number,
): Promise<Served> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const counts = { served: 0, unavailable: 0, failed: 0 };
  const end = Date.now() + seconds * 1_000;
  const call = async ({ url, request: wanted }: (typeof callers)[number]): Promise<void> => {
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
