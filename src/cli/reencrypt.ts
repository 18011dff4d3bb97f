import { NestFactory } from '@nestjs/core';
import { JsonLogger } from '../common/logging/json-logger.js';
import { exitOnBadConfiguration } from '../config/exit-on-bad-configuration.js';
import { KeyMove, nameOf, type Outcome } from '../sealing/key-move.js';
import { KeyProvider } from '../sealing/key-provider.js';
import { KeyRing } from '../sealing/key-ring.js';
import { type SealedRecord, SealedRecords } from '../sealing/sealed-records.js';
import { CommandFailed } from './command-failed.js';
import { CommandModule } from './command.module.js';
import { Progress } from './progress.js';
import { UsageError } from './usage-error.js';

const USAGE = 'Usage: node dist/cli reencrypt [--dry-run]';
const AT_ONCE = 8;

/** Moves what is sealed from the previous master key to the one in use. Safe to repeat, and beside a fleet that has both. */
export async function reencrypt(args: readonly string[]): Promise<void> {
  const isDry = args[0] === '--dry-run';
  if (args.length > (isDry ? 1 : 0)) throw new UsageError(USAGE);
  const app = await NestFactory.createApplicationContext(CommandModule.with(exitOnBadConfiguration()), {
    logger: new JsonLogger('error'),
  });
  try {
    await move(app.get(KeyProvider), app.get(SealedRecords), isDry);
  } finally {
    await app.close();
  }
}

async function move(keys: KeyProvider, records: SealedRecords, isDry: boolean): Promise<void> {
  if (!(keys instanceof KeyRing))
    throw new CommandFailed(
      'There is no key to move from: set PREVIOUS_KMS_KEY_ID or PREVIOUS_LOCAL_MASTER_KEY.',
    );
  const { signal } = new AbortController();
  const owners: string[] = [];
  for await (const owner of records.owners(signal)) owners.push(owner);
  const progress = new Progress(owners.length, 'owners of sealed values');
  const counts: Record<Outcome, number> = { moved: 0, there: 0, damaged: 0 };
  const tell = (outcome: Outcome, { place }: SealedRecord) => {
    counts[outcome] += 1;
    if (outcome === 'damaged') progress.say(`damaged: ${nameOf(place)}`);
  };
  const keyMove = new KeyMove(keys, records);
  await each(owners, async (owner) => {
    await keyMove.moveAll(owner, isDry, tell, signal);
    progress.step();
  });
  progress.end();
  conclude(counts, isDry);
}

/** Some at once, until one fails. */
async function each<T>(items: readonly T[], step: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const drain = async () => {
    for (const item of queue) await step(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, drain));
}

function conclude({ moved, there, damaged }: Record<Outcome, number>, isDry: boolean): void {
  console.log(`${moved} ${isDry ? 'to be moved' : 'moved'}, ${there} there already, ${damaged} damaged.`);
  if (isDry) console.log('A dry run: nothing is done.');
  if (damaged > 0)
    throw new CommandFailed('What neither key opens stays as it is: docs/operations.md, "Another key".');
}
