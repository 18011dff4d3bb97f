import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import {
  type CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  SetUserPoolMfaConfigCommand,
  type UserPoolMfaType,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  CreateTableCommand,
  type DynamoDBClient,
  UpdateContinuousBackupsCommand,
  type UpdateContinuousBackupsCommandInput,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  type UpdateTimeToLiveCommandInput,
} from '@aws-sdk/client-dynamodb';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Breaker } from '../../src/aws/breaker.js';
import { machinesPool, peoplePool, type PoolDefinition } from '../../src/aws/cognito/pool-definitions.js';
import { machinesRules } from '../../src/aws/doctor/machines-rules.js';
import { peopleRules } from '../../src/aws/doctor/people-rules.js';
import { PoolExamination } from '../../src/aws/doctor/pool-examination.js';
import { TableExamination } from '../../src/aws/doctor/table-examination.js';
import { completeTable } from '../../src/aws/dynamodb/table-completion.js';
import { tableDefinition } from '../../src/aws/dynamodb/table-definition.js';
import type { CanaryTrial } from '../../src/clients/canary/canary-trial.js';
import type { ClientChanges } from '../../src/clients/client-changes.js';
import type { Session } from '../../src/clients/domain/session.js';
import { KillSwitch } from '../../src/clients/kill-switch.js';
import { SignInRefused } from '../../src/clients/ports/machine-pool.js';
import { SessionEnded, type SessionStore } from '../../src/clients/ports/session-store.js';
import { DAY, MINUTE, SECOND, SystemClock } from '../../src/common/clock.js';
import {
  DependencyMisconfigured,
  DependencyThrottled,
  DependencyUnavailable,
} from '../../src/common/errors/dependency-errors.js';
import { errorFields, JsonLogger } from '../../src/common/logging/json-logger.js';
import { loadConfig } from '../../src/config/config.js';
import type { WorkItem, WorkQueue } from '../../src/work/work-queue.js';
import { WorkRunner } from '../../src/work/work-runner.js';
import { cognitoAt } from '../support/cognito-pools.js';
import { emulators } from '../support/emulators.js';
import { describeWith } from '../support/optional-suite.js';
import { patience } from '../support/signals.js';
import { tableAt } from '../support/table.js';
import { counts, countedMetrics, watchedMetrics } from './metric-filters.js';
import { actionsOf, readTemplate, type Resource } from './template.js';

const INSTALLATION = 'b2b-auth-broker';
const { Resources } = readTemplate('deploy/cloudformation/broker.yaml');

interface Statement {
  readonly Sid?: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

describe('the template makes what init makes', () => {
  it('the table', () => {
    expect(propertiesOf('Table')).toEqual({
      ...tableDefinition(INSTALLATION),
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      DeletionProtectionEnabled: true,
    });
  });

  it("the machines' pool and its app client", () => {
    const settings = { bearerTokenLife: 15 * MINUTE, refreshTokenLife: 3_650 * DAY };
    expectPool('Machines', machinesPool({ installation: INSTALLATION, ...settings }), {
      MfaConfiguration: 'OFF',
    });
  });

  it("the people's pool and its app client", () => {
    expectPool('People', peoplePool(INSTALLATION), {
      MfaConfiguration: 'OPTIONAL',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    });
  });

  it.each(['Table', 'Key', 'MachinesPool', 'PeoplePool', 'MachinesClient', 'PeopleClient'])(
    'and keeps %s when the stack goes, but not when it never came to be',
    (name) => expect(Resources[name]!.DeletionPolicy).toBe('RetainExceptOnCreate'),
  );
});

describe('the doctor finds nothing in what the template makes', () => {
  describeWith('ministack', emulators().ministack, (endpoint) => {
    it('as the table', async () => {
      const { client, tableName } = tableAt(endpoint, `test-${randomUUID()}`);
      const table = new TableExamination(client, tableName);
      const found = async () => (await table.run(patience())).map(({ setting }) => setting);
      await makeTable(client, tableName);
      expect(await found()).toEqual([]);
      const off = { PointInTimeRecoveryEnabled: false };
      await client.send(
        new UpdateContinuousBackupsCommand({ TableName: tableName, PointInTimeRecoverySpecification: off }),
      );
      await client.send(new UpdateTableCommand({ TableName: tableName, DeletionProtectionEnabled: false }));
      expect(await found()).toEqual(['table.DeletionProtectionEnabled', 'table.PointInTimeRecovery']);
      await completeTable(client, tableName);
      expect(await found()).toEqual([]);
    });

    it.each([
      [
        'machines',
        'Machines',
        machinesRules({ bearerTokenLife: 15 * MINUTE, refreshTokenLife: 3_650 * DAY }),
      ],
      ['people', 'People', peopleRules()],
    ] as const)('as the pool of %s', async (name, resource, rules) => {
      const cognito = cognitoAt(endpoint);
      const config = await makePool(cognito, resource);
      expect(await new PoolExamination(name, cognito, config, rules).run(patience())).toEqual([]);
    });
  });
});

/** As CloudFormation does: of what the template says, some is set by calls of its own. */
async function makeTable(client: DynamoDBClient, TableName: string): Promise<void> {
  const { TimeToLiveSpecification, PointInTimeRecoverySpecification, ...table } = propertiesOf('Table');
  await client.send(new CreateTableCommand({ ...table, TableName }));
  await client.send(
    new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification } as UpdateTimeToLiveCommandInput),
  );
  const backups = { TableName, PointInTimeRecoverySpecification };
  await client.send(new UpdateContinuousBackupsCommand(backups as UpdateContinuousBackupsCommandInput));
}

/** As CloudFormation does. */
async function makePool(cognito: CognitoIdentityProviderClient, name: string) {
  const { UserPoolName, EnabledMfas, MfaConfiguration, ...pool } = propertiesOf(`${name}Pool`);
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({ ...pool, PoolName: UserPoolName } as unknown as CreateUserPoolCommandInput),
  );
  const UserPoolId = UserPool!.Id!;
  const SoftwareTokenMfaConfiguration = {
    Enabled: ((EnabledMfas ?? []) as readonly string[]).includes('SOFTWARE_TOKEN_MFA'),
  };
  const mfa = { MfaConfiguration: MfaConfiguration as UserPoolMfaType, SoftwareTokenMfaConfiguration };
  await cognito.send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...mfa }));
  const client = { ...propertiesOf(`${name}Client`), UserPoolId };
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand(client as unknown as CreateUserPoolClientCommandInput),
  );
  return { userPoolId: UserPoolId, clientId: UserPoolClient!.ClientId! };
}

describe('the role of the task', () => {
  const statements = policyOf('TaskPolicy');

  it('may do what the adapters do, and nothing else', () => {
    expect(actionsOf('TaskPolicy')).toEqual(actionsInTheSource());
  });

  it('may do what the doctor does, once an operator takes it on', () => {
    const given = [...actionsOf('TaskPolicy'), ...actionsOf('OperatorPolicy')];
    expect(actionsOfTheDoctor().filter((action) => !given.includes(action))).toEqual([]);
  });

  it('may do it to our own alone', () => {
    for (const { Resource } of statements) expect([Resource].flat()).not.toContain('*');
  });

  it('uses the key with the contexts that values are sealed in, and not without', () => {
    const purposes = /export type SealingPurpose =([^;]+);/.exec(read('src/sealing/sealing-context.ts'))![1]!;
    const context = { 'kms:EncryptionContext:purpose': purposes.match(/[\w-]+/g) };
    expect(statements.find(({ Sid }) => Sid === 'Key')!.Condition).toEqual({ StringEquals: context });
    expect(keyPolicy().find(({ Sid }) => Sid === 'Broker')!.Condition).toEqual({ StringEquals: context });
  });

  it('is alone in that: administrators cannot open what is sealed', () => {
    const others = keyPolicy().filter(({ Sid }) => Sid !== 'Broker');
    expect(
      others.flatMap(({ Action }) => Action).filter((one) => /crypt|DataKey|Grant$|\*/.test(one)),
    ).toEqual([]);
  });
});

describe('what alarms watch is counted from what the log says', () => {
  const metric = (name: string) => `b2b-auth-broker/${INSTALLATION} ${name}`;
  let lines: Record<string, unknown>[];

  beforeEach(() => {
    lines = [];
    Logger.overrideLogger(new JsonLogger());
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      lines.push(
        ...String(text)
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Record<string, unknown>),
      );
      return true;
    });
  });
  afterEach(() => {
    Logger.overrideLogger(false);
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  /** What the only line of the log counts for. */
  async function counted(): Promise<string[]> {
    await setImmediate();
    expect(lines).toHaveLength(1);
    return countedMetrics().flatMap(({ name, pattern }) => (counts(pattern, lines[0]!) ? [name] : []));
  }

  /** An item of pending work, failing with `error`. */
  async function failWork(item: WorkItem, error: Error): Promise<void> {
    const runner = new WorkRunner({} as WorkQueue, new SystemClock());
    runner.register({ kind: item.kind, run: () => Promise.reject(error) });
    runner.soon(item);
    await runner.idle();
  }

  /** So many rounds of the loop, on a queue that has nothing due. */
  async function playRounds(queue: Partial<WorkQueue>, count: number): Promise<void> {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const releaseLease = () => Promise.resolve();
    const runner = new WorkRunner(
      { due: () => Promise.resolve([]), releaseLease, ...queue } as WorkQueue,
      new SystemClock(),
    );
    runner.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(count * 6 * SECOND);
    await runner.beforeApplicationShutdown();
  }

  it('each of them, and nothing that nobody watches', () => {
    const names = countedMetrics().map(({ name }) => name);
    expect(watchedMetrics().sort()).toEqual(names.sort());
  });

  it('the operator is told what to read for each alarm', () => {
    const alarms = Object.keys(Resources).filter(
      (name) => Resources[name]!.Type === 'AWS::CloudWatch::Alarm',
    );
    const operations = read('docs/operations.md');
    const told = alarms.map(
      (name) => [name, operations.match(`\\| \`${name}\` *\\| ([^|]*?) *\\|`)?.[1]] as const,
    );
    expect(told.filter(([, runbook]) => !isRunbook(operations, runbook))).toEqual([]);
  });

  const client = { kind: 'client', clientId: 'cl_0123456789abcdef' } as const;

  it.each<[string, WorkItem, () => Error | Promise<Error>, string[]]>([
    ['a call that timed out', client, () => new DependencyUnavailable('pool', 'refresh'), ['FailedWork']],
    [
      'a quota that is used up',
      client,
      () => new DependencyThrottled('pool', 'refresh'),
      ['FailedWork', 'Throttles'],
    ],
    ['an open breaker', client, refusalOfBreaker, ['BreakerOpen', 'FailedWork']],
    [
      'what a person has to mend',
      client,
      () => new DependencyMisconfigured('key', 'unseal a session'),
      ['FailedWork', 'Misconfigured'],
    ],
    [
      'a canary that does not work',
      { kind: 'canary' },
      () => new DependencyMisconfigured('pool', 'sign the canary in'),
      ['FailedCanary', 'FailedWork', 'Misconfigured'],
    ],
  ])('%s', async (_, item, error, names) => {
    await failWork(item, await error());
    expect((await counted()).sort()).toEqual(names.map(metric));
  });

  it('a round of pending work that was cut short', async () => {
    const acquireLease = () => Promise.reject(new DependencyUnavailable('table', 'acquire'));
    await playRounds({ acquireLease }, 1);
    expect(await counted()).toEqual([metric('FailedWork')]);
  });

  it('the age of pending work, once a minute', async () => {
    const backlog = () => Promise.resolve({ count: 2, oldestAt: Date.now() - 20 * MINUTE });
    await playRounds({ acquireLease: (lease) => Promise.resolve({ ...lease, fence: 1 }), backlog }, 3);
    expect(await counted()).toEqual([metric('OldestWork')]);
    expect(lines[0]).toMatchObject({ pending: 2, oldestSeconds: expect.closeTo(1_200, -1) as number });
  });

  it('a request that fails of a quota', async () => {
    new Logger('Error').warn({ ...errorFields(new DependencyThrottled('table', 'read')), status: 503 });
    expect(await counted()).toEqual([metric('Throttles')]);
  });

  it('a credential that is blocked', async () => {
    const sealedRefreshToken = new Uint8Array(1);
    const session = { clientId: client.clientId, state: 'live', sealedRefreshToken } as unknown as Session;
    const killSwitch = new KillSwitch(
      { find: () => Promise.resolve(session) } as unknown as SessionStore,
      { signInWorks: () => Promise.resolve(true) } as CanaryTrial,
      { apply: () => Promise.resolve() } as unknown as ClientChanges,
    );
    const judged = killSwitch.judge(new SignInRefused(), session, patience());
    await expect(judged).rejects.toThrow(SessionEnded);
    expect(await counted()).toEqual([metric('BlockedCredential')]);
  });
});

/** What callers are told once Cognito has not answered often enough. */
async function refusalOfBreaker(): Promise<Error> {
  const breaker = new Breaker('pool', () => new DependencyUnavailable('pool', 'sign in'));
  const told = new Promise<Error>((resolve) => breaker.onOpen(resolve));
  for (let call = 0; breaker.state === 'closed' && call < 100; call++)
    await breaker.run(patience(), () => Promise.reject(new Error('no answer'))).catch(() => undefined);
  return told;
}

describe('all roles', () => {
  it('name every action', () => {
    const text = read('deploy/cloudformation/broker.yaml') + read('deploy/cloudformation/authorizer.yaml');
    expect(text).not.toMatch(/[a-z-]+:\w*\*/);
  });
});

describe('the task', () => {
  const [container] = propertiesOf('TaskDefinition')['ContainerDefinitions'] as unknown as Container[];
  const env = Object.fromEntries(container!.Environment.map(({ Name, Value }) => [Name, String(Value)]));

  it('gives the broker all the settings that it needs, under their names', () => {
    const secrets = Object.fromEntries(container!.Secrets.map(({ Name }) => [Name, 'a secret']));
    const made = { PUBLIC_URL: 'https://auth.example.com', TRUSTED_PROXIES: '10.0.0.0/20 10.0.16.0/20' };
    const pools = { USER_POOL_ID: 'eu-central-1_A', PORTAL_USER_POOL_ID: 'eu-central-1_B' };
    const config = loadConfig({ ...env, ...secrets, ...made, ...pools, TABLE_NAME: INSTALLATION });

    expect(config).toMatchObject({ mode: 'production', key: { provider: 'kms' } });
    const known = read('.env.example');
    for (const name of [...Object.keys(env), ...Object.keys(secrets)])
      expect(known).toMatch(new RegExp(`^#?${name}=`, 'm'));
  });

  it('is given the time that the process takes to stop', () => {
    const finish = Number(/const FINISH = (\d+) \* SECOND/.exec(read('src/broker.ts'))![1]);
    expect(container!.StopTimeout).toBeGreaterThan(Number(env['DRAIN_DELAY']) + finish);
  });
});

interface Container {
  readonly StopTimeout: number;
  readonly Environment: readonly { readonly Name: string; readonly Value: string | number }[];
  readonly Secrets: readonly { readonly Name: string }[];
}

function expectPool(name: string, { pool, client }: PoolDefinition, mfa: Record<string, unknown>): void {
  const { PoolName: UserPoolName, ...settings } = pool;
  expect(propertiesOf(`${name}Pool`)).toEqual({ ...settings, UserPoolName, ...mfa });
  expect(propertiesOf(`${name}Client`)).toEqual({ ...client, UserPoolId: `<${name}Pool>` });
}

function propertiesOf(name: string): Resource['Properties'] {
  return Resources[name]!.Properties;
}

function policyOf(name: string): Statement[] {
  return (propertiesOf(name)['PolicyDocument'] as unknown as { Statement: Statement[] }).Statement;
}

function keyPolicy(): Statement[] {
  return (propertiesOf('Key')['KeyPolicy'] as unknown as { Statement: Statement[] }).Statement;
}

/** What DynamoDB's document client and its transactions are called in a policy. */
const DYNAMODB: Readonly<Record<string, readonly string[]>> = {
  Get: ['GetItem'],
  BatchGet: ['BatchGetItem'],
  Put: ['PutItem'],
  Update: ['UpdateItem'],
  Delete: ['DeleteItem'],
  Query: ['Query'],
  DescribeTable: ['DescribeTable'],
  DescribeTimeToLive: ['DescribeTimeToLive'],
  DescribeContinuousBackups: ['DescribeContinuousBackups'],
  TransactWrite: ['ConditionCheckItem', 'DeleteItem', 'PutItem', 'UpdateItem'],
};
/** Of a person at the command line: `init`, `doctor`, and `reencrypt`. */
const NOT_THE_BROKER = /provision-(pools|key)\.ts$|table-(definition|completion)\.ts$|^doctor\//;
const OF_REENCRYPT = 'kms:Encrypt';
/** Cognito answers these to anybody: the caller shows a token, a password or the app client's secret. */
const WITHOUT_RIGHTS =
  /:(InitiateAuth|RespondToAuthChallenge|RevokeToken|\w*ForgotPassword|\w*SoftwareToken|SetUserMFAPreference)$/;

function actionsInTheSource(): string[] {
  const files = readdirSync('src/aws', { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.spec)\.ts$/.test(file))
    .filter((file) => !NOT_THE_BROKER.test(file));
  const actions = files.flatMap((file) => actionsIn(read(`src/aws/${file}`)));
  return actions
    .filter((action) => action !== OF_REENCRYPT && !WITHOUT_RIGHTS.test(action))
    .filter(unique)
    .sort();
}

function actionsOfTheDoctor(): string[] {
  const files = readdirSync('src/aws/doctor').filter((file) => file.endsWith('.ts'));
  return files
    .flatMap((file) => actionsIn(read(`src/aws/doctor/${file}`)))
    .filter((action) => !WITHOUT_RIGHTS.test(action));
}

function actionsIn(source: string): string[] {
  const commands = [...source.matchAll(/new (\w+)Command\(/g)].map(([, name]) => name!);
  const paginated = [...source.matchAll(/\bpaginate(\w+)\(/g)].map(([, name]) => name!);
  return [...commands, ...paginated].flatMap((name) => {
    if (DYNAMODB[name]) return DYNAMODB[name].map((action) => `dynamodb:${action}`);
    return `${/DataKey|crypt$/.test(name) ? 'kms' : 'cognito-idp'}:${name}`;
  });
}

function read(path: string): string {
  return readFileSync(path, 'utf8');
}

function unique<T>(value: T, index: number, all: readonly T[]): boolean {
  return all.indexOf(value) === index;
}

/** Of an alarm's own, or the part of another list that it names. */
function isRunbook(operations: string, name: string | undefined): boolean {
  return name !== undefined && (operations.includes(`### ${name}\n`) || name.endsWith('in the list above'));
}
