import { fileURLToPath } from 'node:url';
import { runServer } from '../../dev/servers/run-server.js';
import type { Server } from '../../dev/servers/server.js';
import { MACHINES, PEOPLE, REGION, TOKEN_LIFE } from '../world/pools.js';
import { type Command, onMeasuredCore } from './cores.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
/** As the image starts it. */
const AS_SHIPPED = ['--max-semi-space-size=16'];
/** In every installation of the benchmark. */
export const TABLE = 'bench';

export interface BrokerOptions {
  /** Where Cognito and KMS are, */
  readonly upstream: Pick<Server, 'endpoint'>;
  /** and DynamoDB. */
  readonly dynamodb: Pick<Server, 'endpoint'>;
  /** The program; absent: what was built here. */
  readonly main?: string;
  /** Variables of `.env.example` that differ from the benchmark's. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The broker as it is shipped, in production mode, on the core of what is measured. */
export function startBroker({ upstream, dynamodb, main = MAIN, env = {} }: BrokerOptions): Promise<Server> {
  return runServer(
    {
      name: 'The broker',
      health: { path: '/health/ready', status: 200 },
      command: ({ port }) => ({
        ...withLogInFile(
          onMeasuredCore({ file: process.execPath, args: [...profiling(), ...AS_SHIPPED, main] }),
        ),
        env: { ...environment(upstream.endpoint, dynamodb.endpoint), PORT: String(port), ...env },
      }),
    },
    { onOutput: console.error },
  );
}

/** As a container's log is written: nobody reads it on the way. */
function withLogInFile({ file, args }: Command): Command {
  return { file: '/bin/sh', args: ['-c', 'exec "$0" "$@" >log', file, ...args] };
}

/** With `PROFILE=<directory>` the broker leaves a CPU profile there when it stops. */
function profiling(): string[] {
  const directory = process.env['PROFILE'];
  return directory === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${directory}`];
}

function environment(upstream: string, dynamodb: string): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    PUBLIC_URL: 'https://broker.example',
    DRAIN_DELAY: '0',
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: upstream,
    AWS_ENDPOINT_URL_KMS: upstream,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    TABLE_NAME: TABLE,
    USER_POOL_ID: MACHINES.userPoolId,
    MACHINE_CLIENT_ID: MACHINES.clientId,
    MACHINE_CLIENT_SECRET: MACHINES.clientSecret,
    COGNITO_JWKS_URL: `${upstream}/keys`,
    PORTAL_USER_POOL_ID: PEOPLE.userPoolId,
    PORTAL_CLIENT_ID: PEOPLE.clientId,
    PORTAL_CLIENT_SECRET: PEOPLE.clientSecret,
    PORTAL_JWKS_URL: `${upstream}/keys`,
    KMS_KEY_ID: 'bench',
    ID_TOKEN_MINUTES: String(TOKEN_LIFE / 60),
    // What is refused is measured too, and not how it is limited.
    MAX_FAILED_AUTHS_PER_CLIENT: '1000000',
    MAX_FAILED_AUTHS_PER_ADDRESS: '1000000',
  };
}
