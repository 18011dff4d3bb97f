import { randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientStore } from '../clients/ports/client-store.js';
import { Clock, MINUTE } from '../common/clock.js';
import { JsonLogger } from '../common/logging/json-logger.js';
import { someAtOnce } from '../common/some-at-once.js';
import { exitOnBadConfiguration } from '../config/exit-on-bad-configuration.js';
import { systemCaller } from '../guard/caller.js';
import { TenantStore } from '../tenants/tenant-store.js';
import { ClientImport } from '../transfer/client-import.js';
import { ImportCheck } from '../transfer/import-check.js';
import { BrokenLine, readLine } from '../transfer/read-line.js';
import { type FileLine, TransferFile } from '../transfer/transfer-file.js';
import { readArguments } from './arguments.js';
import { BrokenInput } from './broken-input.js';
import type { Command } from './command.js';
import { Progress } from './progress.js';
import { TransferModule } from './transfer.module.js';
import { UsageError } from './usage-error.js';

const AT_ONCE = 8;
/** As many broken lines are told of. */
const TOLD = 20;

const UNSTATED = `The file holds secrets of a former system. The broker keeps one SHA-256 of each, which is safe only for secrets that
nobody can guess: made by a machine from at least 128 random bits (22 characters of base64, 32 of hexadecimal digits), and
not chosen by a person. If all of them are, say so: --secrets-have-128-random-bits. If not, give those partners new credentials.`;

/** What came of a file. */
interface Outcome {
  tenants: number;
  clients: number;
  /** Lines whose tenant or client was there before. */
  there: number;
}

/** Takes clients in whose partners have their credentials already. Of a file with a broken line nothing is taken. */
export const importClients: Command = {
  usage: `Usage: node dist/cli import <file> [--secrets-have-128-random-bits] [--dry-run] [--json]

Takes what export wrote, or API clients of a former system with their secrets or the SHA-256 hashes of them, so that partners need
not change theirs. The whole file is judged first: if any line is broken, the lines and their problems are told and nothing is
taken. What is there already stays as it is, so it is safe to repeat. The brokers that run then make the Cognito users, within
Cognito's quotas; until a client has its own, its credentials are answered 503. docs/cli.md tells of the format.
The file may be a pipe, as /dev/stdin is: it is copied first, under TMPDIR, and the copy is gone when the command ends.

  --secrets-have-128-random-bits   you state it of every secret of a former system in the file; without it, none is taken
  --dry-run                        judge the file, take nothing
  --json                           tell the outcome as JSON`,

  async run(args) {
    const { values, positionals } = readArguments(
      args,
      this,
      {
        'secrets-have-128-random-bits': { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
      { min: 1, max: 1 },
    );
    const app = await NestFactory.createApplicationContext(TransferModule.with(exitOnBadConfiguration()), {
      logger: new JsonLogger('error'),
    });
    try {
      const file = await copyOf(positionals[0]!);
      try {
        await judgeAndTake(file, app, values);
      } finally {
        await file.close();
      }
    } finally {
      await app.close();
    }
  },
};

interface Options {
  readonly 'secrets-have-128-random-bits': boolean;
  readonly 'dry-run': boolean;
  readonly json: boolean;
}

const COUNTED = { tenant: 'tenants', client: 'clients' } as const;
const NOTHING: Outcome = { tenants: 0, clients: 0, there: 0 };

/** @throws BrokenInput */
async function copyOf(path: string): Promise<TransferFile> {
  try {
    return await TransferFile.copyOf(path);
  } catch (error) {
    throw new BrokenInput(
      `The file cannot be read, or not be copied under TMPDIR: ${(error as Error).message}`,
    );
  }
}

async function judgeAndTake(file: TransferFile, app: INestApplicationContext, options: Options) {
  const { lines, hasForeignSecrets } = await judge(file, app);
  if (hasForeignSecrets && !options['secrets-have-128-random-bits']) throw new UsageError(UNSTATED);
  const isDryRun = options['dry-run'];
  const outcome = isDryRun ? NOTHING : await take(file, lines, app);
  if (options.json) console.log(JSON.stringify({ lines, ...outcome }));
  else
    console.log(
      isDryRun ? `${lines} lines, and all can be imported. A dry run: nothing is.` : sentenceOf(outcome),
    );
}

/** @throws BrokenInput with the lines that cannot be taken */
async function judge(file: TransferFile, app: INestApplicationContext) {
  const lines = await count(file);
  if (lines === 0) throw new BrokenInput('There is nothing in the file: nothing is imported.');
  const stores = { clients: app.get(ClientStore), tenants: app.get(TenantStore) };
  const check = new ImportCheck(stores, new AbortController().signal);
  const broken = new Map<number, string>();
  const progress = new Progress('lines judged', lines);
  await someAtOnce(file.lines(), AT_ONCE, async (line) => {
    const problem = await problemOf(line, check, app.get(Clock).now());
    if (problem !== undefined) broken.set(line.number, problem);
    progress.step();
  });
  progress.end();
  if (broken.size > 0) throw new BrokenInput(tell(broken));
  return { lines, hasForeignSecrets: check.hasForeignSecrets };
}

async function count(file: TransferFile): Promise<number> {
  let lines = 0;
  await someAtOnce(file.lines(), 1, () => Promise.resolve(void (lines += 1)));
  return lines;
}

async function problemOf({ text }: FileLine, check: ImportCheck, now: number): Promise<string | undefined> {
  try {
    return await check.problemOf(readLine(text, now));
  } catch (error) {
    if (error instanceof BrokenLine) return error.message;
    throw error;
  }
}

function tell(broken: ReadonlyMap<number, string>): string {
  const lines = [...broken]
    .sort(([a], [b]) => a - b)
    .map(([number, problem]) => `line ${number}: ${problem}`);
  const more = lines.length > TOLD ? [`and ${lines.length - TOLD} more`] : [];
  return ['Nothing is imported:', ...lines.slice(0, TOLD), ...more].join('\n');
}

async function take(file: TransferFile, lines: number, app: INestApplicationContext): Promise<Outcome> {
  const target = app.get(ClientImport);
  const requestId = `import-${randomUUID()}`;
  const outcome: Outcome = { ...NOTHING };
  const progress = new Progress('lines imported', lines);
  await someAtOnce(file.lines(), AT_ONCE, async ({ text }) => {
    const entry = readLine(text, app.get(Clock).now());
    const came = await target.import(entry, systemCaller(requestId, AbortSignal.timeout(MINUTE)));
    outcome[came === 'there' ? 'there' : COUNTED[entry.type]] += 1;
    progress.step();
  });
  progress.end();
  return outcome;
}

function sentenceOf({ tenants, clients, there }: Outcome): string {
  return `${tenants} tenants and ${clients} clients imported, ${there} were there already. The brokers make their users now.`;
}
