import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { equals } from '../../src/aws/dynamodb/conditions.js';
import { type Ground, secrets, variables } from './broker.js';
import { emulators } from './emulators.js';
import { patience } from './signals.js';

/** The broker as it is shipped: `node dist/main.js`. */
export interface BrokerProcess {
  readonly url: string;
  /** For other signals than those of `stop` and `kill`. */
  readonly pid: number;
  /** Every line that it has written, to standard output and to standard error. */
  readonly lines: readonly string[];
  /** Sends SIGTERM. Fails when a secret that this test file knows is in a line. @returns the exit code */
  stop(): Promise<number | null>;
  /** Sends SIGKILL; resolves once it has ended. Fails as `stop` does. */
  kill(): Promise<void>;
}

/** Starts a process on the ground of a broker of this test; resolves once it says that it is ready, and of its canary. */
export async function startBrokerProcess(
  ground: Ground,
  env: Record<string, string> = {},
): Promise<BrokerProcess> {
  const child = spawn(process.execPath, ['dist/main.js'], {
    env: { PATH: process.env['PATH'], ...aws(), ...variables(ground), ...ownPort(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => lines.push(line));
  child.stderr.pipe(process.stderr);
  const ended = once(child, 'close').then(([code]) => {
    expect(secrets.foundIn(lines.join('\n'))).toEqual([]);
    return code as number | null;
  });
  const isReady = said(output, ({ message, url }) => message === 'ready' && url !== undefined);
  // It works, or that it does not is told: what a test holds at the wire from now on is its own.
  const isTried = said(
    output,
    ({ context, message, error }) =>
      message === 'the canary works' || (context === 'Work' && error !== undefined),
  );
  const ready = Promise.all([isReady, isTried]).then(([{ url }]) => url!);
  const early = ended.then((code) =>
    Promise.reject(new Error(`the broker ended with ${code}: ${lines.at(-1)}`)),
  );
  const url = await Promise.race([ready, early]);
  early.catch(() => undefined);
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  return { url, pid: child.pid!, lines, stop, kill };
}

/** Those killed before hold their shares of Cognito's quotas for ten seconds: a newcomer need not wait for that here. */
export async function forgetTheDead({ table: { table } }: Ground): Promise<void> {
  const where = [equals('PK', 'REPLICAS')];
  const all = await table.queryAll<{ PK: string; SK: string }>({ where }, patience());
  await Promise.all(all.map(({ PK, SK }) => table.remove({ PK, SK }, [], patience())));
}

interface Line {
  readonly context?: string;
  readonly message?: string;
  readonly error?: string;
  readonly url?: string;
}

function said(output: Interface, isIt: (line: Line) => boolean): Promise<Line> {
  return new Promise((resolve) => {
    output.on('line', (text) => {
      const line = JSON.parse(text) as Line;
      if (isIt(line)) resolve(line);
    });
  });
}

function ownPort(): Record<string, string> {
  return { HOST: '127.0.0.1', PORT: '0', DRAIN_DELAY: '0', LOG_LEVEL: 'log' };
}

function aws(): Record<string, string> {
  const { dynamodb, cognitoLocal } = emulators();
  return {
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognitoLocal,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
