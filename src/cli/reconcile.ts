import { parseArgs } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Clock, HOUR } from '../common/clock.js';
import { JsonLogger } from '../common/logging/json-logger.js';
import { exitOnBadConfiguration } from '../config/exit-on-bad-configuration.js';
import { OrphanRemoval, RestoredTable, type RemovalLimits } from '../reconcile/orphan-removal.js';
import { type Differences, type Orphan, PoolComparison } from '../reconcile/pool-comparison.js';
import { type WorkItem, WorkQueue } from '../work/work-queue.js';
import { WorkRunner } from '../work/work-runner.js';
import { CommandFailed } from './command-failed.js';
import { ReconcileCommandModule } from './reconcile.module.js';
import { UsageError } from './usage-error.js';

const USAGE = `Usage: node dist/cli reconcile [--dry-run] [--delete-orphans [--older-than <hours>] [--at-most <number>]]`;
/** As far as a dry run lists what is due. */
const LISTED = 1_000;

interface Options {
  readonly dryRun: boolean;
  readonly deleteOrphans: boolean;
  readonly limits: RemovalLimits;
}

/** Finishes or undoes what is pending, and compares the user pools with the table. Safe to repeat, beside a fleet too. */
export async function reconcile(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  const app = await NestFactory.createApplicationContext(
    ReconcileCommandModule.with(exitOnBadConfiguration()),
    { logger: new JsonLogger('error') },
  );
  try {
    const failed = options.dryRun ? await tellDue(app) : await sweep(app);
    const left = await compare(app, options);
    if (failed > 0 || left > 0) throw new CommandFailed('Not all is in order: see above.');
    console.log('All is in order.');
  } finally {
    await app.close();
  }
}

function readOptions(args: readonly string[]): Options {
  const { values } = parse(args);
  const hours = wholeNumber(values['older-than']);
  const max = wholeNumber(values['at-most']);
  return {
    dryRun: values['dry-run'],
    deleteOrphans: values['delete-orphans'],
    limits: { minAge: hours * HOUR, max },
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        'dry-run': { type: 'boolean', default: false },
        'delete-orphans': { type: 'boolean', default: false },
        'older-than': { type: 'string', default: '24' },
        'at-most': { type: 'string', default: '100' },
      },
    });
  } catch {
    throw new UsageError(USAGE);
  }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new UsageError(USAGE);
  return Number(text);
}

/** @returns 0: what is due is no fault */
async function tellDue(app: INestApplicationContext): Promise<number> {
  const due = await app.get(WorkQueue).due(app.get(Clock).now(), LISTED, new AbortController().signal);
  for (const item of due) console.log(`due: ${nameOf(item)}`);
  console.log(`${due.length} due. A dry run: nothing is done.`);
  return 0;
}

async function sweep(app: INestApplicationContext): Promise<number> {
  let done = 0;
  const failed = await app.get(WorkRunner).sweep((item, isDone) => {
    if (isDone) done += 1;
    console.log(`${isDone ? 'done' : 'failed'}: ${nameOf(item)}`);
  });
  console.log(`${done} done, ${failed.length} failed.`);
  return failed.length;
}

/** @returns how many differences are left */
async function compare(app: INestApplicationContext, options: Options): Promise<number> {
  const differences = await app.get(PoolComparison).compare(new AbortController().signal);
  tell(differences);
  const { orphans, userless } = differences;
  const removed = options.deleteOrphans && !options.dryRun ? await remove(app, orphans, options) : [];
  return orphans.length - removed.length + userless.length;
}

function tell({ orphans, userless }: Differences): void {
  for (const { pool, username, sub, createdAt } of orphans)
    console.log(`no item: ${pool} ${username} (${sub}, made ${new Date(createdAt).toISOString()})`);
  for (const { pool, key } of userless) console.log(`no user: ${pool} ${key}`);
  console.log(`${orphans.length} users without an item, ${userless.length} items without a user.`);
}

async function remove(app: INestApplicationContext, orphans: readonly Orphan[], { limits }: Options) {
  try {
    const removed = await app.get(OrphanRemoval).remove(orphans, limits, new AbortController().signal);
    for (const { pool, username } of removed) console.log(`deleted: ${pool} ${username}`);
    return removed;
  } catch (error) {
    if (!(error instanceof RestoredTable)) throw error;
    throw new CommandFailed(
      'No user is deleted: this table is not the one that the canary was made in, as after a restore.\n' +
        'What it does not know may be good users. docs/operations.md, "After a restore", tells what to do.',
    );
  }
}

function nameOf({ kind, ...ids }: WorkItem): string {
  return [kind, ...Object.values(ids)].join(' ');
}
