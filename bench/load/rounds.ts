import type { Server } from '../../dev/servers/server.js';
import { usageOf } from './process-usage.js';
import type { Load } from './load.js';
import { type Measured, runLoad } from './run-load.js';

/** Something that is measured. */
export interface Subject {
  readonly name: string;
  readonly server: Server;
  readonly load: Omit<Load, 'seconds'>;
}

export interface Effort {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUp: number;
}

/** The rounds of one subject, told together. */
export interface Outcome {
  readonly name: string;
  readonly perSecond: Spread;
  readonly p50: Spread;
  readonly p99: Spread;
  readonly cpu: Spread;
  /** Megabytes resident behind the last round. */
  readonly rss: number;
  readonly failed: number;
}

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Measures all in turns, so that what the machine does meanwhile meets them all alike. */
export async function measure(subjects: readonly Subject[], effort: Effort): Promise<Outcome[]> {
  const rounds = new Map<Subject, Measured[]>(subjects.map((subject) => [subject, []]));
  for (const subject of subjects) await run(subject, effort.warmUp);
  for (let round = 0; round < effort.rounds; round++)
    for (const subject of rotated(subjects, round))
      rounds.get(subject)!.push(await run(subject, effort.seconds));
  return subjects.map((subject) => outcomeOf(subject, rounds.get(subject)!));
}

function run({ server, load }: Subject, seconds: number): Promise<Measured> {
  return runLoad({ url: server.endpoint, pid: server.pid }, { ...load, seconds });
}

/** Another one is the first in each round. */
function rotated<T>(all: readonly T[], by: number): T[] {
  const at = by % all.length;
  return [...all.slice(at), ...all.slice(0, at)];
}

function outcomeOf({ name, server }: Subject, rounds: readonly Measured[]): Outcome {
  const spread = (of: (one: Measured) => number) => spreadOf(rounds.map(of));
  return {
    name,
    perSecond: spread((one) => one.perSecond),
    p50: spread((one) => one.p50),
    p99: spread((one) => one.p99),
    cpu: spread((one) => one.cpu),
    rss: usageOf(server.pid)?.rss ?? NaN,
    failed: rounds.reduce((sum, one) => sum + one.failed, 0),
  };
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
  return { median, least: sorted[0]!, most: sorted.at(-1)! };
}
