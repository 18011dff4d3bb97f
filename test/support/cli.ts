import { jest } from '@jest/globals';
import { runCommand } from '../../src/cli/run-command.js';
import { type Ground, variables } from './broker.js';
import { emulators } from './emulators.js';

/** What a command has come to. */
export interface CliOutcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command on a broker's ground as `node dist/cli` does, in the test's own process. */
export async function runCli(
  ground: Ground,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CliOutcome> {
  const before = { ...process.env };
  const cognito = { AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: emulators().cognitoLocal };
  Object.assign(process.env, variables(ground), cognito, env);
  const told = { out: '', err: '' };
  const spies = listen(told);
  try {
    return { code: await runCommand(args), ...told };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.env = before;
  }
}

function listen(told: { out: string; err: string }) {
  const hear = (where: 'out' | 'err', text: unknown) => void (told[where] += String(text));
  return [
    jest.spyOn(console, 'log').mockImplementation((text) => hear('out', `${text}\n`)),
    jest.spyOn(console, 'error').mockImplementation((text) => hear('err', `${text}\n`)),
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => (hear('out', text), true)),
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => (hear('err', text), true)),
  ];
}
