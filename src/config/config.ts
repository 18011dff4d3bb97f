import type { Millis } from '../common/clock.js';
import { DAY, HOUR, MINUTE, SECOND } from '../common/clock.js';
import { BadConfiguration } from './bad-configuration.js';
import { type Environment, keyProviderOf } from './environment.js';
import { problemsOf, readEnvironment } from './read-environment.js';

/** A user pool and the app client that the broker uses in it. */
export interface PoolConfig {
  readonly region: string;
  readonly userPoolId: string;
  readonly clientId: string;
  /** A secret. */
  readonly clientSecret: string;
  /** The `iss` of its tokens. */
  readonly issuer: string;
  readonly jwksUrl: string;
}

/** One master key. */
export type MasterKey =
  | { readonly provider: 'kms'; readonly keyId: string }
  | { readonly provider: 'local'; readonly masterKey: Uint8Array };

/** The master key in use, and the one before it, until all that it has sealed was moved. */
export type KeyConfig = MasterKey & { readonly previous?: MasterKey };

/** How often something may be tried in a window of time. */
export interface SharedLimit {
  readonly max: number;
  readonly window: Millis;
}

/** How much is let pass. */
export interface LimitsConfig {
  /** A minute, in each replica. */
  readonly failedAuthentications: { readonly perClient: number; readonly perAddress: number };
  /** In the whole fleet. */
  readonly shared: {
    readonly signInsPerPerson: SharedLimit;
    readonly signInsPerAddress: SharedLimit;
    readonly passwordResetsPerPerson: SharedLimit;
    readonly passwordResetsPerAddress: SharedLimit;
    readonly registrationsPerAddress: SharedLimit;
    readonly registrations: SharedLimit;
  };
}

/** Short enough to wait for who has mistyped a password too often. */
const SIGN_IN_WINDOW = 5 * MINUTE;

/** The environment, read once, typed, with defaults filled in; frozen. Also the injection token. */
export abstract class Config {
  abstract readonly mode: 'production' | 'development' | 'test';
  abstract readonly http: {
    readonly host: string;
    readonly port: number;
    readonly managementPort?: number;
    /** Our own origin as the world sees it: the OAuth issuer, without a path. */
    readonly publicUrl: string;
    readonly trustedProxies: readonly string[];
    readonly corsOrigins: readonly string[];
    readonly swagger: boolean;
    /** Whether the portal's pages are served. */
    readonly portal: boolean;
    /** How long requests are still taken after SIGTERM, while load balancers learn of it. */
    readonly drainDelay: Millis;
  };
  abstract readonly logLevel: 'debug' | 'log' | 'warn' | 'error';
  abstract readonly region: string;
  abstract readonly tableName: string;
  /** How long one of the two tries at the table may take, where a request waits for it. */
  abstract readonly tableTryTimeout: Millis;
  abstract readonly machines: PoolConfig;
  abstract readonly people: PoolConfig;
  /** Sign-ins and refreshes a second that the whole fleet may ask of Cognito; all else in proportion. */
  abstract readonly cognitoMaxRps: number;
  abstract readonly key: KeyConfig;
  /** How long Cognito keeps a sign-in of a machine user. */
  abstract readonly refreshTokenLife: Millis;
  /** How long a bearer token lives. */
  abstract readonly bearerTokenLife: Millis;
  /** By how much two clocks may differ. */
  abstract readonly maxClockSkew: Millis;
  abstract readonly registration: 'approval' | 'open' | 'closed';
  abstract readonly defaultAllowedScopes: readonly string[];
  /** How long audit entries are kept, and counts of usage. */
  abstract readonly auditRetention: Millis;
  /** Bearer tokens kept in memory, at most; so many clients' items are remembered too. */
  abstract readonly tokenCacheSize: number;
  /** Token and introspection requests that a replica works on at the same time; beyond, they are answered 503. */
  abstract readonly maxTokenRequestsInFlight: number;
  /** The same of the portal API; what ends access is counted by itself, up to as many. */
  abstract readonly maxPortalRequestsInFlight: number;
  /** Whether spans of requests and calls are sent somewhere; where and which, OpenTelemetry's own variables say. */
  abstract readonly tracing: boolean;
  /** undefined: nothing is limited. */
  abstract readonly limits?: LimitsConfig;
}

/**
 * Reads the configuration from the environment; an empty variable counts as absent.
 * @throws BadConfiguration
 */
export function loadConfig(variables: NodeJS.ProcessEnv): Config {
  const env = readEnvironment(variables);
  const problems = [...problemsOf(env), ...contradictions(env)];
  if (problems.length > 0) throw new BadConfiguration(problems);
  return deepFreeze(toConfig(env));
}

function contradictions(env: Environment): string[] {
  const problems: string[] = [];
  if (keyProviderOf(env) === 'kms' && env.KMS_KEY_ID === undefined && env.LOCAL_MASTER_KEY !== undefined)
    problems.push('LOCAL_MASTER_KEY is set in production mode: ask for it by name with KEY_PROVIDER=local');
  if (env.PREVIOUS_KMS_KEY_ID !== undefined && env.PREVIOUS_LOCAL_MASTER_KEY !== undefined)
    problems.push(
      'PREVIOUS_KMS_KEY_ID and PREVIOUS_LOCAL_MASTER_KEY exclude each other: there is one key before',
    );
  if (env.NODE_ENV === 'production' && env.PUBLIC_URL?.startsWith('http:'))
    problems.push('PUBLIC_URL must be https in production mode');
  if (env.NODE_ENV === 'production' && env.RATE_LIMITS === 'off')
    problems.push('RATE_LIMITS=off is for load tests, not for production mode');
  if (env.USER_POOL_ID !== undefined && env.USER_POOL_ID === env.PORTAL_USER_POOL_ID)
    problems.push('USER_POOL_ID and PORTAL_USER_POOL_ID must differ: machines and people have a pool each');
  return problems;
}

function toConfig(env: Environment): Config {
  return {
    mode: env.NODE_ENV,
    http: toHttp(env),
    logLevel: env.LOG_LEVEL,
    region: env.AWS_REGION,
    tableName: env.TABLE_NAME,
    tableTryTimeout: env.TABLE_TRY_TIMEOUT,
    machines: toPool(env.AWS_REGION, env.USER_POOL_ID, {
      clientId: env.MACHINE_CLIENT_ID,
      clientSecret: env.MACHINE_CLIENT_SECRET,
      issuer: env.COGNITO_ISSUER,
      jwksUrl: env.COGNITO_JWKS_URL,
    }),
    people: toPool(env.AWS_REGION, env.PORTAL_USER_POOL_ID, {
      clientId: env.PORTAL_CLIENT_ID,
      clientSecret: env.PORTAL_CLIENT_SECRET,
      issuer: env.PORTAL_ISSUER,
      jwksUrl: env.PORTAL_JWKS_URL,
    }),
    cognitoMaxRps: env.COGNITO_MAX_RPS,
    key: toKey(env),
    refreshTokenLife: env.REFRESH_TOKEN_DAYS * DAY,
    bearerTokenLife: env.ID_TOKEN_MINUTES * MINUTE,
    maxClockSkew: env.MAX_CLOCK_SKEW * SECOND,
    registration: env.REGISTRATION,
    defaultAllowedScopes: env.DEFAULT_ALLOWED_SCOPES,
    auditRetention: env.AUDIT_RETENTION_DAYS * DAY,
    tokenCacheSize: env.TOKEN_CACHE_SIZE,
    maxTokenRequestsInFlight: env.MAX_TOKEN_REQUESTS_IN_FLIGHT,
    maxPortalRequestsInFlight: env.MAX_PORTAL_REQUESTS_IN_FLIGHT,
    tracing: isTracing(env),
    limits: env.RATE_LIMITS === 'on' ? toLimits(env) : undefined,
  };
}

function toHttp(env: Environment): Config['http'] {
  return {
    host: env.HOST,
    port: env.PORT,
    managementPort: env.MANAGEMENT_PORT,
    publicUrl: env.PUBLIC_URL,
    trustedProxies: env.TRUSTED_PROXIES,
    corsOrigins: env.CORS_ORIGINS,
    swagger: env.SWAGGER === 'on',
    portal: env.PORTAL === 'on',
    drainDelay: env.DRAIN_DELAY * SECOND,
  };
}

/** OpenTelemetry's exporter is `otlp` by default; but nothing is sent to where nobody has said that something listens. */
function isTracing(env: Environment): boolean {
  if (env.OTEL_SDK_DISABLED === 'true' || env.OTEL_TRACES_EXPORTER === 'none') return false;
  const endpoint = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_ENDPOINT;
  return env.OTEL_TRACES_EXPORTER === 'otlp' || endpoint !== undefined;
}

function toLimits(env: Environment): LimitsConfig {
  return {
    failedAuthentications: {
      perClient: env.MAX_FAILED_AUTHS_PER_CLIENT,
      perAddress: env.MAX_FAILED_AUTHS_PER_ADDRESS,
    },
    shared: toSharedLimits(env),
  };
}

function toSharedLimits(env: Environment): LimitsConfig['shared'] {
  return {
    signInsPerPerson: { max: env.MAX_SIGN_INS_PER_PERSON, window: SIGN_IN_WINDOW },
    signInsPerAddress: { max: env.MAX_SIGN_INS_PER_ADDRESS, window: SIGN_IN_WINDOW },
    passwordResetsPerPerson: { max: env.MAX_PASSWORD_RESETS_PER_PERSON, window: HOUR },
    passwordResetsPerAddress: { max: env.MAX_PASSWORD_RESETS_PER_ADDRESS, window: HOUR },
    registrationsPerAddress: { max: env.MAX_REGISTRATIONS_PER_ADDRESS, window: HOUR },
    registrations: { max: env.MAX_REGISTRATIONS, window: HOUR },
  };
}

function toPool(
  region: string,
  userPoolId: string,
  given: { clientId: string; clientSecret: string; issuer?: string; jwksUrl?: string },
): PoolConfig {
  const issuer = given.issuer ?? `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
  const jwksUrl = given.jwksUrl ?? `${issuer}/.well-known/jwks.json`;
  return { region, userPoolId, clientId: given.clientId, clientSecret: given.clientSecret, issuer, jwksUrl };
}

function toKey(env: Environment): KeyConfig {
  return { ...toCurrentKey(env), previous: toPreviousKey(env) };
}

function toCurrentKey(env: Environment): MasterKey {
  if (keyProviderOf(env) === 'kms') return { provider: 'kms', keyId: env.KMS_KEY_ID! };
  return toLocalKey(env.LOCAL_MASTER_KEY!);
}

function toPreviousKey(env: Environment): MasterKey | undefined {
  if (env.PREVIOUS_KMS_KEY_ID !== undefined) return { provider: 'kms', keyId: env.PREVIOUS_KMS_KEY_ID };
  return env.PREVIOUS_LOCAL_MASTER_KEY === undefined ? undefined : toLocalKey(env.PREVIOUS_LOCAL_MASTER_KEY);
}

function toLocalKey(base64: string): MasterKey {
  return { provider: 'local', masterKey: Buffer.from(base64, 'base64') };
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
