#!/usr/bin/env node
import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { BadConfiguration } from '../config/bad-configuration.js';
import { CommandFailed } from './command-failed.js';
import { init } from './init.js';
import { createOperatorCommand } from './operator-create.js';
import { reconcile } from './reconcile.js';
import { reencrypt } from './reencrypt.js';
import { UsageError } from './usage-error.js';

const HELP = `Usage: node dist/cli <command>

  init                              make or complete the table and the user pools; prints the environment
  operator:create <email> [name]    invite an operator: Cognito mails a temporary password
  reconcile [--dry-run]             finish or undo what is pending, compare the user pools with the table
    --delete-orphans                delete users that the table does not know; with
    --older-than <hours>            those made longer ago (default 24)
    --at-most <number>              no more than so many (default 100)
  reencrypt [--dry-run]             move what is sealed from the previous master key to the one in use

Settings come from the environment, see .env.example. Exit codes: 0 done, 1 failed, 64 wrong usage, 78 bad configuration.
`;

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  init,
  'operator:create': createOperatorCommand,
  reconcile,
  reencrypt,
};

async function run([name = 'help', ...args]: readonly string[]): Promise<number> {
  const command = COMMANDS[name];
  if (command === undefined || args.includes('--help')) {
    console.log(HELP);
    return ['help', '--help'].includes(name) || args.includes('--help') ? 0 : 64;
  }
  if (existsSync('.env')) process.loadEnvFile();
  await command(args);
  return 0;
}

/** Known failures are told in one line; the rest with their stack, for a bug report. */
function explain(error: unknown): number {
  const known = [UsageError, BadConfiguration, CommandFailed].some((kind) => error instanceof kind);
  console.error(known ? (error as Error).message : error);
  if (error instanceof UsageError) return 64;
  return error instanceof BadConfiguration ? 78 : 1;
}

process.exitCode = await run(process.argv.slice(2)).catch(explain);
