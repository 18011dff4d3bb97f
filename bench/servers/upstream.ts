import { generateKeyPairSync } from 'node:crypto';
import { runServer } from '../../dev/servers/run-server.js';
import type { Server } from '../../dev/servers/server.js';
import { PoolKey } from '../world/pools.js';
import { script, scriptEnvironment } from './script.js';

/** DynamoDB, Cognito and KMS, as the stub plays them. */
export interface Upstream extends Server {
  readonly key: PoolKey;
  /** How often each operation was asked for since the start. */
  counts(): Promise<Record<string, number>>;
}

export interface UpstreamOptions {
  /** How many clients there are. */
  readonly clients: number;
  /** How many of them, the first, have a session with a fresh token; absent: all. */
  readonly warm?: number;
  /** Sign-ins and refreshes a second that Cognito takes; absent: without end. */
  readonly cognitoQuota?: number;
  /** What its process is told besides. */
  readonly env?: Readonly<Record<string, string>>;
}

export async function startUpstream({
  clients,
  warm = clients,
  cognitoQuota = 0,
  env = {},
}: UpstreamOptions): Promise<Upstream> {
  const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  });
  const server = await runServer(
    {
      name: 'The upstream',
      health: { path: '/', status: 200 },
      command: ({ port }) => ({
        ...script('upstream/main.ts'),
        env: {
          ...scriptEnvironment,
          PORT: String(port),
          CLIENTS: String(clients),
          WARM: String(warm),
          COGNITO_QUOTA: String(cognitoQuota),
          POOL_KEY: String(pem),
          ...env,
        },
      }),
    },
    { onOutput: console.error },
  );
  const counts = async () =>
    (await (await fetch(`${server.endpoint}/counts`)).json()) as Record<string, number>;
  return { ...server, key: new PoolKey(String(pem)), counts };
}
