import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Request } from './request.js';

/** What became of requests that were sent at a steady pace, whatever the answers did. */
export interface Paced {
  /** Milliseconds from when a request was due to the end of its answer. */
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
  /** Answers of another status than 200, and none. */
  readonly failed: number;
  readonly sent: number;
}

/** Requests that come one by one, evenly spread, as those of many callers do. @param rate of them a second */
export async function runPaced(
  url: string,
  next: () => Request,
  rate: number,
  seconds: number,
): Promise<Paced> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const times: number[] = [];
  const answers: Promise<boolean>[] = [];
  const start = performance.now();
  for (let nth = 0; nth < rate * seconds;) {
    const now = performance.now();
    for (
      let due = dueAt(start, nth, rate);
      due <= now && nth < rate * seconds;
      due = dueAt(start, ++nth, rate)
    )
      answers.push(send(url, next(), agent, due, times));
    await pause(1);
  }
  const failed = (await Promise.all(answers)).filter((good) => !good).length;
  agent.destroy();
  const sorted = Float64Array.from(times).sort();
  const quantile = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { p50: quantile(0.5), p99: quantile(0.99), most: quantile(1), failed, sent: answers.length };
}

const dueAt = (start: number, nth: number, rate: number) => start + (nth / rate) * 1_000;

function send(url: string, wanted: Request, agent: Agent, due: number, times: number[]): Promise<boolean> {
  const { method, path, headers, body } = wanted;
  return new Promise((resolve) => {
    const sent = request(url + path, { method, headers, agent }, (response) => {
      response.resume().on('end', () => {
        times.push(performance.now() - due);
        resolve(response.statusCode === 200);
      });
    });
    sent.on('error', () => resolve(false)).end(body);
  });
}
