import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Clock, HOUR } from '../common/clock.js';
import { JsonLogger } from '../common/logging/json-logger.js';
import { exitOnBadConfiguration } from '../config/exit-on-bad-configuration.js';
import { type Doubt, DoubtfulTable, OrphanRemoval, type RemovalLimits } from '../reconcile/orphan-removal.js';
import { type Differences, type Orphan, PoolComparison } from '../reconcile/pool-comparison.js';
import { type WorkItem, WorkQueue } from '../work/work-queue.js';
import { WorkRunner } from '../work/work-runner.js';
import { readArguments } from './arguments.js';
import type { Command } from './command.js';
import { CommandFailed } from './command-failed.js';
import { Progress } from './progress.js';
import { ReconcileCommandModule } from './reconcile.module.js';
import { UsageError } from './usage-error.js';

const OPTIONS = {
  'dry-run': { type: 'boolean', default: false },
  'delete-orphans': { type: 'boolean', default: false },
  'older-than': { type: 'string', default: '24' },
  'at-most': { type: 'string', default: '100' },
  json: { type: 'boolean', default: false },
} as const;

const DOUBTS: Readonly<Record<Doubt, string>> = {
  restored: 'this table is not the one that the canary was made in, as after a restore',
  'another canary': 'there is another canary, so this table is not the first one of its name',
  'most unknown': 'this table does not know most users of a pool',
};

interface Options {
  readonly dryRun: boolean;
  readonly deleteOrphans: boolean;
  readonly limits: RemovalLimits;
}

/** What was found, and what was done about it. */
interface Report {
  /** Of a dry run. */
  readonly due: readonly WorkItem[];
  readonly done: readonly WorkItem[];
  readonly failed: readonly WorkItem[];
  readonly differences: Differences;
  readonly deleted: readonly Orphan[];
  /** Why none is deleted, where none may be. */
  readonly refusal?: string;
}

type Worked = Pick<Report, 'due' | 'done' | 'failed'>;

/** Finishes or undoes what is pending, and compares the user pools with the table. Safe to repeat, beside a fleet too. */
export const reconcile: Command = {
  usage: `Usage: node dist/cli reconcile [--dry-run] [--delete-orphans [--older-than <hours>] [--at-most <number>]] [--json]

Does at once all work that is due, what failed before included, compares the users in both pools with the table, and tells what is left. Exit code 1: some of
it failed or differs. docs/operations.md, "Reconciling".

  --dry-run             only tell
  --delete-orphans      delete users of this installation that the table does not know, and of these
  --older-than <hours>  those made longer ago (default 24)
  --at-most <number>    no more than so many (default 100)
  --json                tell all of it as one JSON object`,

  async run(args) {
    const { values } = readArguments(args, this, OPTIONS);
    const limits = {
      minAge: wholeNumber(values['older-than']) * HOUR,
      max: wholeNumber(values['at-most']),
    };
    const options = { dryRun: values['dry-run'], deleteOrphans: values['delete-orphans'], limits };
    const config = exitOnBadConfiguration();
    const app = await NestFactory.createApplicationContext(ReconcileCommandModule.with(config), {
      logger: new JsonLogger('error'),
    });
    try {
      conclude(await reconcileAll(app, options), options, values.json);
    } finally {
      await app.close();
    }
  },
};

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new UsageError(reconcile.usage);
  return Number(text);
}

async function reconcileAll(app: INestApplicationContext, options: Options): Promise<Report> {
  const { signal } = new AbortController();
  const worked = options.dryRun ? await listDue(app, signal) : await sweep(app, signal);
  const differences = await app.get(PoolComparison).compare(signal);
  const isDeleting = options.deleteOrphans && !options.dryRun;
  const removal = isDeleting ? await remove(app, differences, options) : { deleted: [] };
  return { ...worked, differences, ...removal };
}

/** What is due is no fault. */
async function listDue(app: INestApplicationContext, signal: AbortSignal): Promise<Worked> {
  const due: WorkItem[] = [];
  for await (const item of app.get(WorkQueue).pending(app.get(Clock).now(), signal)) due.push(item);
  return { due, done: [], failed: [] };
}

async function sweep(app: INestApplicationContext, signal: AbortSignal): Promise<Worked> {
  const done: WorkItem[] = [];
  const failed: WorkItem[] = [];
  const progress = new Progress('items of work');
  await app.get(WorkRunner).sweep((item, isDone) => {
    (isDone ? done : failed).push(item);
    progress.step();
  }, signal);
  progress.end();
  return { due: [], done, failed };
}

function conclude(report: Report, { dryRun }: Options, asJson: boolean): void {
  if (asJson) console.log(JSON.stringify(report));
  else tell(report, dryRun);
  const { failed, differences, deleted, refusal } = report;
  if (refusal !== undefined) throw new CommandFailed(refusal);
  const left = differences.orphans.length - deleted.length + differences.userless.length;
  if (failed.length > 0 || left > 0) throw new CommandFailed('Not all is in order: see above.');
  if (!asJson) console.log('All is in order.');
}

function tell({ due, done, failed, differences, deleted }: Report, isDry: boolean): void {
  for (const item of due) console.log(`due: ${nameOf(item)}`);
  for (const item of done) console.log(`done: ${nameOf(item)}`);
  for (const item of failed) console.log(`failed: ${nameOf(item)}`);
  console.log(
    isDry
      ? `${due.length} due. A dry run: nothing is done.`
      : `${done.length} done, ${failed.length} failed.`,
  );
  tellDifferences(differences);
  for (const { pool, username } of deleted) console.log(`deleted: ${pool} ${username}`);
}

function tellDifferences({ orphans, userless }: Differences): void {
  for (const { pool, username, sub, createdAt } of orphans)
    console.log(`no item: ${pool} ${username} (${sub}, made ${new Date(createdAt).toISOString()})`);
  for (const { pool, key } of userless) console.log(`no user: ${pool} ${key}`);
  console.log(`${orphans.length} users without an item, ${userless.length} items without a user.`);
}

/** A table after a restore, or made anew, does not know good users. */
async function remove(
  app: INestApplicationContext,
  differences: Differences,
  { limits }: Options,
): Promise<Pick<Report, 'deleted' | 'refusal'>> {
  try {
    const { signal } = new AbortController();
    return { deleted: await app.get(OrphanRemoval).remove(differences, limits, signal) };
  } catch (error) {
    if (error instanceof DoubtfulTable) return { deleted: [], refusal: refusalFor(error.doubt) };
    throw error;
  }
}

function refusalFor(doubt: Doubt): string {
  return (
    `No user is deleted: ${DOUBTS[doubt]}.\n` +
    'What it does not know may be good users. docs/operations.md, "After a restore", tells what to do.'
  );
}

function nameOf({ kind, ...ids }: WorkItem): string {
  return [kind, ...Object.values(ids)].join(' ');
}
