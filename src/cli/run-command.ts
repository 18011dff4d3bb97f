import { existsSync } from 'node:fs';
import { BadConfiguration } from '../config/bad-configuration.js';
import { BrokenInput } from './broken-input.js';
import type { Command } from './command.js';
import { CommandFailed } from './command-failed.js';
import { doctor } from './doctor.js';
import { exportClients } from './export.js';
import { importClients } from './import.js';
import { init } from './init.js';
import { createOperator } from './operator-create.js';
import { reconcile } from './reconcile.js';
import { reencrypt } from './reencrypt.js';
import { UsageError } from './usage-error.js';

const HELP = `Usage: node dist/cli <command>

  init               make or complete the table and the user pools; print the environment
  doctor             look at all that the broker stands on; say what is wrong, why, and what mends it
  operator:create    invite an operator
  reconcile          finish or undo what is pending, compare the user pools with the table
  reencrypt          move what is sealed from the previous master key to the one in use
  export             write tenants, clients and hashes of credentials as NDJSON, without secrets
  import             take such a file, or clients and secrets of a former system

node dist/cli <command> --help tells more of each. Settings come from the environment, see .env.example.
Exit codes: 0 done, 1 failed, 64 wrong usage, 65 broken input, 78 bad configuration. All: docs/cli.md.
`;

const COMMANDS: Readonly<Record<string, Command>> = {
  init,
  doctor,
  'operator:create': createOperator,
  reconcile,
  reencrypt,
  export: exportClients,
  import: importClients,
};

/** What a failure ends with, by its kind (sysexits.h, where it has one). */
const EXIT_CODES: readonly (readonly [new (...args: never[]) => Error, number])[] = [
  [CommandFailed, 1],
  [UsageError, 64],
  [BrokenInput, 65],
  [BadConfiguration, 78],
];

/** Runs what the command line asks for, and tells what fails. @returns the exit code */
export function runCommand(argv: readonly string[]): Promise<number> {
  return run(argv).catch(explain);
}

async function run([name = 'help', ...args]: readonly string[]): Promise<number> {
  const command = COMMANDS[name];
  if (command === undefined) {
    console.log(HELP);
    return ['help', '--help'].includes(name) ? 0 : 64;
  }
  if (args.includes('--help')) {
    console.log(command.usage);
    return 0;
  }
  if (existsSync('.env')) process.loadEnvFile();
  await command.run(args);
  return 0;
}

/** Known failures are told by their message; the rest with their stack, for a bug report. */
function explain(error: unknown): number {
  const code = EXIT_CODES.find(([kind]) => error instanceof kind)?.[1];
  console.error(code === undefined ? error : (error as Error).message);
  return code ?? 1;
}
