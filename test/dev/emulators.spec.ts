import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { startCognitoLocal } from '../../dev/emulators/cognito-local.js';
import { startDynamodbLocal } from '../../dev/emulators/dynamodb-local.js';

describe('the emulators of the development stack', () => {
  it('say that the port is in use', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as { port: number };

    await expect(startCognitoLocal({ port })).rejects.toThrow(
      `Port ${port} for cognito-local is in use: stop the program that holds it, or choose another port`,
    );
    holder.close();
  });

  it('say that Java is missing', async () => {
    const { JAVA_HOME } = process.env;
    process.env.JAVA_HOME = '/nowhere';
    try {
      await expect(startDynamodbLocal()).rejects.toThrow(/^Java 17 or newer is needed.*set JAVA_HOME$/);
    } finally {
      if (JAVA_HOME === undefined) delete process.env.JAVA_HOME;
      else process.env.JAVA_HOME = JAVA_HOME;
    }
  });

  it('are gone when they are stopped, and stop twice', async () => {
    const emulator = await startCognitoLocal();
    await emulator.stop();
    await emulator.stop();

    await expect(fetch(`${emulator.endpoint}/health`)).rejects.toThrow();
  });

  it('find their state again', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'cognito-'));
    const first = await startCognitoLocal({ dataDir });
    const { UserPool } = await cognito(first.endpoint).send(new CreateUserPoolCommand({ PoolName: 'kept' }));
    await first.stop();

    const second = await startCognitoLocal({ dataDir });
    const found = await cognito(second.endpoint).send(
      new DescribeUserPoolCommand({ UserPoolId: UserPool?.Id }),
    );
    await second.stop();
    await rm(dataDir, { recursive: true });

    expect(found.UserPool?.Name).toBe('kept');
  });

  it('do not outlive the process that started them, not even when it is killed', async () => {
    const scratch = await mkdtemp(join(tmpdir(), 'parent-'));
    const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', PARENT], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '', TMPDIR: scratch },
    });
    const [endpoint] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
    expect((await fetch(`${endpoint}/health`)).status).toBe(200);

    parent.kill('SIGKILL');
    while (await answers(`${endpoint}/health`)) await sleep(20);
    await rm(scratch, { recursive: true });
  });
});

const PARENT = `
  const { startCognitoLocal } = await import('./dev/emulators/cognito-local.ts');
  console.log((await startCognitoLocal()).endpoint);`;

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

function cognito(endpoint: string): CognitoIdentityProviderClient {
  return new CognitoIdentityProviderClient({
    region: 'eu-central-1',
    endpoint,
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  });
}
