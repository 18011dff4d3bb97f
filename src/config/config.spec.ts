import { readFileSync } from 'node:fs';
import { BadConfiguration } from './bad-configuration.js';
import { type Config, loadConfig } from './config.js';
import { readEnvironment } from './read-environment.js';

const GOOD = {
  PUBLIC_URL: 'https://broker.example.com',
  AWS_REGION: 'eu-central-1',
  TABLE_NAME: 'broker',
  USER_POOL_ID: 'eu-central-1_Machines1',
  MACHINE_CLIENT_ID: 'machine-client',
  MACHINE_CLIENT_SECRET: 'machine-secret',
  PORTAL_USER_POOL_ID: 'eu-central-1_People1',
  PORTAL_CLIENT_ID: 'portal-client',
  PORTAL_CLIENT_SECRET: 'portal-secret',
  KMS_KEY_ID: 'alias/broker',
};
const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');

describe('the configuration', () => {
  it('fills in the defaults of production', () => {
    const config = loadConfig(GOOD);

    expect(config).toMatchObject({
      mode: 'production',
      http: { host: '0.0.0.0', port: 3000, managementPort: undefined, swagger: true, drainDelay: 5_000 },
      logLevel: 'log',
      tableTryTimeout: 250,
      key: { provider: 'kms', keyId: 'alias/broker' },
      refreshTokenLife: 3_650 * 86_400_000,
      bearerTokenLife: 900_000,
      maxClockSkew: 2_000,
      registration: 'approval',
      defaultAllowedScopes: [],
      limits: {
        failedAuthentications: { perClient: 60, perAddress: 300 },
        shared: {
          signInsPerPerson: { max: 20, window: 300_000 },
          signInsPerAddress: { max: 300, window: 300_000 },
          passwordResetsPerPerson: { max: 10, window: 3_600_000 },
          passwordResetsPerAddress: { max: 100, window: 3_600_000 },
          registrationsPerAddress: { max: 20, window: 3_600_000 },
          registrations: { max: 1_000, window: 3_600_000 },
        },
      },
    });
    expect(config.machines.issuer).toBe(
      'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Machines1',
    );
    expect(config.people.jwksUrl).toBe(
      'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_People1/.well-known/jwks.json',
    );
  });

  it('takes an empty variable as absent', () => {
    expect(loadConfig({ ...GOOD, PORT: '', REGISTRATION: '', COGNITO_ISSUER: '' })).toEqual(loadConfig(GOOD));
  });

  it('splits lists at spaces and commas', () => {
    const env = {
      ...GOOD,
      DEFAULT_ALLOWED_SCOPES: 'orders:read, orders:write',
      TRUSTED_PROXIES: '10.0.0.0/8',
    };
    const config = loadConfig(env);

    expect(config.defaultAllowedScopes).toEqual(['orders:read', 'orders:write']);
    expect(config.http.trustedProxies).toEqual(['10.0.0.0/8']);
  });

  it('is frozen through and through', () => {
    const config = loadConfig(GOOD) as { -readonly [Part in keyof Config]: Config[Part] };

    expect(() => (config.region = 'elsewhere')).toThrow(TypeError);
    expect(Object.isFrozen(config.machines)).toBe(true);
    expect(Object.isFrozen(config.http.trustedProxies)).toBe(true);
  });

  it('lists every missing variable at once', () => {
    const missing = Object.keys(GOOD).map((name) => `${name} is missing`);
    expect(problemsOf({}).sort()).toEqual(missing.sort());
  });

  it.each([
    ['NODE_ENV', 'staging'],
    ['PORT', '65536'],
    ['PORT', '80a'],
    ['MANAGEMENT_PORT', '-1'],
    ['PUBLIC_URL', 'https://broker.example.com/base'],
    ['PUBLIC_URL', 'broker.example.com'],
    ['TRUSTED_PROXIES', '10.0.0.0/8 10.0.0.300/8'],
    ['TRUSTED_PROXIES', '::ffff:10.0.0.0/104'],
    ['CORS_ORIGINS', '*'],
    ['SWAGGER', 'true'],
    ['LOG_LEVEL', 'trace'],
    ['DRAIN_DELAY', '301'],
    ['TABLE_TRY_TIMEOUT', '49'],
    ['TABLE_NAME', 'no/table'],
    ['USER_POOL_ID', 'machines'],
    ['COGNITO_ISSUER', 'not-a-url'],
    ['PORTAL_JWKS_URL', 'ftp://keys.example'],
    ['REFRESH_TOKEN_DAYS', '3651'],
    ['ID_TOKEN_MINUTES', '4'],
    ['MAX_CLOCK_SKEW', '1.5'],
    ['KEY_PROVIDER', 'vault'],
    ['REGISTRATION', 'maybe'],
    ['DEFAULT_ALLOWED_SCOPES', 'orders"read'],
    ['DEFAULT_ALLOWED_SCOPES', 'orders:read orders:read'],
    ['DEFAULT_ALLOWED_SCOPES', 'orders:read openid'],
    ['DEFAULT_ALLOWED_SCOPES', `${'x'.repeat(2_000)} ${'y'.repeat(50)}`],
    ['AUDIT_RETENTION_DAYS', '0'],
    ['TOKEN_CACHE_SIZE', 'many'],
    ['MAX_TOKEN_REQUESTS_IN_FLIGHT', '0'],
    ['MAX_PORTAL_REQUESTS_IN_FLIGHT', '0'],
    ['RATE_LIMITS', 'sometimes'],
    ['MAX_FAILED_AUTHS_PER_CLIENT', '0'],
    ['MAX_FAILED_AUTHS_PER_ADDRESS', '1.5'],
    ['MAX_SIGN_INS_PER_PERSON', '0'],
    ['MAX_REGISTRATIONS', '1000001'],
  ])('refuses %s=%s, names the variable and prints no value', (name, value) => {
    const problems = problemsOf({ ...GOOD, [name]: value });

    expect(problems).not.toHaveLength(0);
    for (const problem of problems) {
      expect(problem).toContain(name);
      expect(problem).not.toContain(value);
    }
  });

  it('prints no secret of a bad configuration', () => {
    const env = { ...GOOD, KEY_PROVIDER: 'local', LOCAL_MASTER_KEY: 'short-secret', PORT: 'x' };
    const { message } = failure(env);

    expect(message).toContain('LOCAL_MASTER_KEY must be 32 bytes in base64');
    expect(message).toContain('PORT must be');
    for (const secret of ['short-secret', 'machine-secret', 'portal-secret'])
      expect(message).not.toContain(secret);
  });

  it('takes one pool for machines and another for people', () => {
    expect(problemsOf({ ...GOOD, PORTAL_USER_POOL_ID: GOOD.USER_POOL_ID })).toEqual([
      'USER_POOL_ID and PORTAL_USER_POOL_ID must differ: machines and people have a pool each',
    ]);
  });
});

describe('in production mode', () => {
  it('the broker is reached by https', () => {
    expect(problemsOf({ ...GOOD, PUBLIC_URL: 'http://broker.example.com' })).toEqual([
      'PUBLIC_URL must be https in production mode',
    ]);
  });

  it('nothing goes without its limit', () => {
    expect(problemsOf({ ...GOOD, RATE_LIMITS: 'off' })).toEqual([
      'RATE_LIMITS=off is for load tests, not for production mode',
    ]);
  });

  it('the local key provider is taken only when asked for by name', () => {
    const env = { ...GOOD, KMS_KEY_ID: undefined, LOCAL_MASTER_KEY: MASTER_KEY };

    expect(problemsOf(env)).toContain(
      'LOCAL_MASTER_KEY is set in production mode: ask for it by name with KEY_PROVIDER=local',
    );
    expect(loadConfig({ ...env, KEY_PROVIDER: 'local' }).key).toEqual({
      provider: 'local',
      masterKey: Buffer.from(MASTER_KEY, 'base64'),
    });
  });
});

it('in development http and the local master key will do', () => {
  const env = {
    ...GOOD,
    NODE_ENV: 'development',
    PUBLIC_URL: 'http://localhost:3000',
    KMS_KEY_ID: undefined,
    LOCAL_MASTER_KEY: MASTER_KEY,
  };
  expect(loadConfig(env).key.provider).toBe('local');
});

it('outside production mode the limits may be switched off, all at once', () => {
  const env = { ...GOOD, NODE_ENV: 'development', MAX_FAILED_AUTHS_PER_CLIENT: '2' };

  expect(loadConfig({ ...env, RATE_LIMITS: 'off' }).limits).toBeUndefined();
  expect(loadConfig(env).limits?.failedAuthentications).toEqual({ perClient: 2, perAddress: 300 });
});

it('each limit of the fleet is a variable of its own', () => {
  const names = ['SIGN_INS_PER_PERSON', 'SIGN_INS_PER_ADDRESS'];
  names.push('PASSWORD_RESETS_PER_PERSON', 'PASSWORD_RESETS_PER_ADDRESS');
  names.push('REGISTRATIONS_PER_ADDRESS', 'REGISTRATIONS');
  const env = Object.fromEntries(names.map((name, i) => [`MAX_${name}`, String(i + 1)]));
  const { shared } = loadConfig({ ...GOOD, ...env }).limits!;

  expect(Object.values(shared).map(({ max }) => max)).toEqual([1, 2, 3, 4, 5, 6]);
});

describe('.env.example', () => {
  const text = readFileSync('.env.example', 'utf8');
  const all = variablesIn(text.replaceAll(/^#(?=[A-Z_]+=)/gm, ''));
  const secrets = { MACHINE_CLIENT_SECRET: 'a secret', PORTAL_CLIENT_SECRET: 'another' };

  it('documents every variable that is read, and no other', () => {
    expect(Object.keys(all).sort()).toEqual(Object.keys(readEnvironment({})).sort());
  });

  it('comments out what is the default', () => {
    expect(loadConfig({ ...all, ...secrets })).toEqual(loadConfig({ ...variablesIn(text), ...secrets }));
  });
});

function variablesIn(text: string): Record<string, string> {
  const lines = text.matchAll(/^([A-Z_]+)=(.*)$/gm);
  return Object.fromEntries([...lines].map(([, name = '', value = '']) => [name, value] as const));
}

function failure(env: NodeJS.ProcessEnv): BadConfiguration {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof BadConfiguration) return error;
  }
  throw new Error('that configuration is taken');
}

function problemsOf(env: NodeJS.ProcessEnv): string[] {
  return [...failure(env).problems];
}
