import { NestFactory } from '@nestjs/core';
import { JsonLogger } from '../common/logging/json-logger.js';
import { someAtOnce } from '../common/some-at-once.js';
import { exitOnBadConfiguration } from '../config/exit-on-bad-configuration.js';
import { KeyMove, nameOf, type Outcome } from '../sealing/key-move.js';
import { KeyProvider } from '../sealing/key-provider.js';
import { KeyRing } from '../sealing/key-ring.js';
import { type SealedRecord, SealedRecords } from '../sealing/sealed-records.js';
import { readArguments } from './arguments.js';
import type { Command } from './command.js';
import { CommandFailed } from './command-failed.js';
import { CommandModule } from './command.module.js';
import { Progress } from './progress.js';

const AT_ONCE = 8;

/** Moves what is sealed from the previous master key to the one in use. Safe to repeat, and beside a fleet that has both. */
export const reencrypt: Command = {
  usage: `Usage: node dist/cli reencrypt [--dry-run] [--json]

Wraps the data key of everything that is sealed with the master key in use, in place of the previous one (PREVIOUS_KMS_KEY_ID or
PREVIOUS_LOCAL_MASTER_KEY), while brokers that have both go on. Can be cut short and run again. docs/operations.md, "Another key".

  --dry-run   tell how much there is to move, move nothing
  --json      tell the counts as JSON`,

  async run(args) {
    const { values } = readArguments(args, this, {
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    });
    const app = await NestFactory.createApplicationContext(CommandModule.with(exitOnBadConfiguration()), {
      logger: new JsonLogger('error'),
    });
    try {
      const report = await move(app.get(KeyProvider), app.get(SealedRecords), values['dry-run']);
      conclude(report, { isDry: values['dry-run'], asJson: values.json });
    } finally {
      await app.close();
    }
  },
};

/** What came of all sealed values, and the names of those that neither key opens. */
interface Report {
  readonly counts: Record<Outcome, number>;
  readonly damaged: string[];
}

async function move(keys: KeyProvider, records: SealedRecords, isDry: boolean): Promise<Report> {
  if (!(keys instanceof KeyRing))
    throw new CommandFailed(
      'There is no key to move from: set PREVIOUS_KMS_KEY_ID or PREVIOUS_LOCAL_MASTER_KEY.',
    );
  const { signal } = new AbortController();
  const owners: string[] = [];
  for await (const owner of records.owners(signal)) owners.push(owner);
  const progress = new Progress('owners of sealed values', owners.length);
  const report: Report = { counts: { moved: 0, there: 0, damaged: 0 }, damaged: [] };
  const tell = (outcome: Outcome, { place }: SealedRecord) => {
    report.counts[outcome] += 1;
    if (outcome === 'damaged') report.damaged.push(nameOf(place));
  };
  const keyMove = new KeyMove(keys, records);
  await someAtOnce(owners, AT_ONCE, async (owner) => {
    await keyMove.moveAll(owner, isDry, tell, signal);
    progress.step();
  });
  progress.end();
  return report;
}

function conclude({ counts, damaged }: Report, how: { isDry: boolean; asJson: boolean }): void {
  if (how.asJson) console.log(JSON.stringify({ ...counts, damaged }));
  else tell(counts, damaged, how.isDry);
  if (damaged.length > 0)
    throw new CommandFailed('What neither key opens stays as it is: docs/operations.md, "Another key".');
}

function tell({ moved, there }: Report['counts'], damaged: readonly string[], isDry: boolean): void {
  for (const name of damaged) console.log(`damaged: ${name}`);
  console.log(
    `${moved} ${isDry ? 'to be moved' : 'moved'}, ${there} there already, ${damaged.length} damaged.`,
  );
  if (isDry) console.log('A dry run: nothing is done.');
}
