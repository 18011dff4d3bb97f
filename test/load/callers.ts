import { Agent, request } from 'node:http';
import { once } from 'node:events';

/** What became of the requests of all callers, by status. */
export interface Outcome {
  readonly byStatus: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** Callers in a closed loop: each asks for a token again as soon as it has its answer. Prints an `Outcome`. */
async function run(url: string, callers: number, seconds: number, credential: string): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: credential }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const byStatus: Record<string, number> = {};
  const began = performance.now();
  const end = began + seconds * 1_000;

  const ask = async (): Promise<string> => {
    const sent = request(`${url}/oauth/token`, { method: 'POST', agent, headers }).end(body);
    const [answer] = (await once(sent, 'response')) as [NodeJS.ReadableStream & { statusCode: number }];
    await once(answer.resume(), 'end');
    return String(answer.statusCode);
  };
  const caller = async (): Promise<void> => {
    while (performance.now() < end) {
      const status = await ask().catch(() => 'failed');
      byStatus[status] = (byStatus[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  agent.destroy();
  const outcome: Outcome = { byStatus, seconds: (performance.now() - began) / 1_000 };
  process.stdout.write(JSON.stringify(outcome));
}

const [url, callers, seconds] = process.argv.slice(2);
await run(url!, Number(callers), Number(seconds), process.env['CREDENTIAL']!);
