import { type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { awsExaminations } from '../aws/doctor/aws-examinations.js';
import { MachinePool } from '../clients/ports/machine-pool.js';
import { Clock, MINUTE } from '../common/clock.js';
import { JsonLogger } from '../common/logging/json-logger.js';
import type { Config } from '../config/config.js';
import { exitOnBadConfiguration } from '../config/exit-on-bad-configuration.js';
import type { Examination, Finding } from '../doctor/finding.js';
import { KeyExamination } from '../doctor/key-examination.js';
import { KeySetExamination } from '../doctor/key-set-examination.js';
import { SignInExamination } from '../doctor/sign-in-examination.js';
import { KeyProvider } from '../sealing/key-provider.js';
import { readArguments } from './arguments.js';
import type { Command } from './command.js';
import { CommandFailed } from './command-failed.js';
import { CommandModule } from './command.module.js';
import { Progress } from './progress.js';

/** Looks at everything that the broker stands on, and says what is wrong with it, why it matters, and what mends it. */
export const doctor: Command = {
  usage: `Usage: node dist/cli doctor [--json]

Looks at the table, both user pools and their app clients, the key, the rights in AWS, the clock, and signs a machine user in that it
makes for this and removes again. Says of everything that is not as it must be what is wrong, why it matters and what mends it.
Changes nothing. Exit code 1: there are errors, or something could not be looked at.

  --json   tell the findings as JSON: {"findings": [{severity, setting, what, why, mend}], "skipped": [name]}`,

  async run(args) {
    const { values } = readArguments(args, this, { json: { type: 'boolean', default: false } });
    const config = exitOnBadConfiguration();
    const app = await NestFactory.createApplicationContext(CommandModule.with(config), { logger: LOGGER });
    try {
      conclude(await examine(app, config), values.json);
    } finally {
      await app.close();
    }
  },
};

const LOGGER = new JsonLogger('error');

interface Report {
  readonly findings: readonly Finding[];
  /** What was not tried, since it could tell nothing new. */
  readonly skipped: readonly string[];
}

async function examine(app: INestApplicationContext, config: Config): Promise<Report> {
  const aws = awsExaminations(config);
  const keySet = new KeySetExamination(config, app.get(Clock));
  const first = [...aws.all, new KeyExamination(app.get(KeyProvider), config), keySet];
  const signIn = new SignInExamination(app.get(MachinePool), config);
  const progress = new Progress('looked at', first.length + 1);
  const look = async (one: Examination): Promise<Finding[]> => {
    const findings = await one.run(AbortSignal.timeout(MINUTE));
    progress.step();
    return findings;
  };
  const findings = (await Promise.all(first.map(look))).flat();
  // A sign-in would fail of what is known already.
  const isExplained = findings.some(({ setting, severity }) => severity === 'error' && explains(setting));
  const signedIn = isExplained ? [] : await look(signIn);
  progress.end();
  aws.close();
  return { findings: [...findings, ...signedIn], skipped: isExplained ? [signIn.name] : [] };
}

function explains(setting: string): boolean {
  return setting.startsWith('machines') || setting.startsWith('rights.cognito-idp');
}

function conclude({ findings, skipped }: Report, asJson: boolean): void {
  if (asJson) console.log(JSON.stringify({ findings, skipped }));
  else tell(findings, skipped);
  const count = (wanted: Finding['severity']) =>
    findings.filter(({ severity }) => severity === wanted).length;
  if (count('error') > 0)
    throw new CommandFailed(`Errors: ${count('error')}. Mend them, then run this again.`);
  if (count('unseen') > 0)
    throw new CommandFailed(
      `No errors in what was looked at. Not looked at, so perhaps wrong: ${count('unseen')}.`,
    );
  if (!asJson) console.log('No errors.');
}

function tell(findings: readonly Finding[], skipped: readonly string[]): void {
  for (const { severity, setting, what, why, mend } of findings)
    console.log(`${severity}: ${setting}: ${what}\n  why:  ${why}\n  mend: ${mend}\n`);
  for (const name of skipped) console.log(`not tried: ${name}, since it would fail of the above\n`);
}
