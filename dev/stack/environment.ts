import type { Server } from '../servers/server.js';
import type { Ports } from './ports.js';

export type AwsEnvironment = ReturnType<typeof awsEnvironment>;
export type BrokerEnvironment = ReturnType<typeof brokerEnvironment>;

/**
 * What `init` needs: the emulators in place of AWS, by the SDK's standard variables; they take any credentials. The
 * empty ones would lead the SDK elsewhere if the developer's shell had them.
 */
export function awsEnvironment(dynamodb: Server, cognito: Server) {
  return {
    NODE_ENV: 'development',
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: '',
    AWS_PROFILE: '',
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: '',
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.endpoint,
    TABLE_NAME: 'b2b-auth-broker',
  };
}

/** What the broker needs beside that: what `init` printed, and what is of the stack's own making. */
export function brokerEnvironment(
  aws: AwsEnvironment,
  printed: readonly string[],
  { ports, masterKey }: { ports: Ports; masterKey: string },
) {
  const provisioned = parse(printed);
  const cognito = aws.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER;
  return {
    ...aws,
    ...provisioned,
    HOST: '127.0.0.1',
    PORT: String(ports.broker),
    MANAGEMENT_PORT: String(ports.management),
    PUBLIC_URL: `http://localhost:${ports.broker}`,
    COGNITO_ISSUER: `${cognito}/${provisioned.USER_POOL_ID}`,
    COGNITO_JWKS_URL: '', // where the issuer is
    PORTAL_ISSUER: `${cognito}/${provisioned.PORTAL_USER_POOL_ID}`,
    PORTAL_JWKS_URL: '',
    KEY_PROVIDER: 'local',
    LOCAL_MASTER_KEY: masterKey,
    DEFAULT_ALLOWED_SCOPES: 'orders:read orders:write',
    DRAIN_DELAY: '0',
    TABLE_TRY_TIMEOUT: '1000', // the emulator shares the machine with all else
  };
}

type Provisioned = Record<
  | 'USER_POOL_ID'
  | 'MACHINE_CLIENT_ID'
  | 'MACHINE_CLIENT_SECRET'
  | 'PORTAL_USER_POOL_ID'
  | 'PORTAL_CLIENT_ID'
  | 'PORTAL_CLIENT_SECRET',
  string
>;

/** `NAME=value` a line. */
function parse(printed: readonly string[]): Provisioned {
  return Object.fromEntries(printed.map((line) => line.split(/=(.*)/s, 2))) as Provisioned;
}
