import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { register } from 'prom-client';
import { createApp } from '../../src/app.setup.js';
import { type Config, loadConfig } from '../../src/config/config.js';
import { Readiness } from '../../src/health/readiness.js';
import { listenToLog, wholeLog } from './broker-log.js';
import { machinesPoolAt, NOWHERE, peoplePoolAt, type TestPool } from './cognito-pools.js';
import { watchAnswers } from './documented.js';
import { emulators } from './emulators.js';
import type { FaultProxy } from './fault-proxy.js';
import { KnownSecrets } from './known-secrets.js';
import { overhearSecrets } from './overheard-secrets.js';
import { makeTable, type TestTable, wholeTable } from './table.js';
import { WorkRunner } from '../../src/work/work-runner.js';

/** Those of all brokers of this test file. */
export const secrets = new KnownSecrets();

/** What a broker stands on. */
export interface Ground {
  readonly table: TestTable;
  readonly machines: TestPool;
  readonly people: TestPool;
}

/** The whole service, in the test's own process, with a table and two pools of its own. */
export interface TestBroker extends Ground {
  /** Where it listens, without a path. */
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly config: Config;
  /**
   * Also fails when the broker has answered anything that its OpenAPI document does not tell of, and when a secret of any
   * broker of this test file is in a log, a refusal, a metric or the table.
   */
  stop(): Promise<void>;
}

export interface BrokerOptions {
  /** Variables of `.env.example`, in place of the tests' own. */
  readonly env?: Readonly<Record<string, string>>;
  /** What stands before an emulator: a fault proxy, say. */
  readonly endpoints?: Partial<Endpoints>;
  /** Stands before the table. */
  readonly tableProxy?: FaultProxy;
  /** Another replica of this one: on its table and pools. */
  readonly beside?: Ground;
  /** Ready for requests, as main makes it; true when absent. */
  readonly serving?: boolean;
  /** Any free one when absent. */
  readonly port?: number;
  /** What no variable can say. */
  readonly settings?: Partial<Config>;
}

interface Endpoints {
  readonly dynamodb: string;
  readonly cognito: string;
  readonly kms: string;
}

/** Starts a broker on a free port of 127.0.0.1. */
export async function startBroker({
  env = {},
  endpoints,
  tableProxy,
  beside,
  serving = true,
  port = 0,
  settings = {},
}: BrokerOptions = {}) {
  const { dynamodb: emulator, cognitoLocal } = emulators();
  const ground = beside ?? (await makeGround());
  const { MACHINE_CLIENT_SECRET, PORTAL_CLIENT_SECRET, LOCAL_MASTER_KEY } = variables(ground);
  secrets.add('app client secret', MACHINE_CLIENT_SECRET, PORTAL_CLIENT_SECRET);
  secrets.add('master key', LOCAL_MASTER_KEY);
  const dynamodb = tableProxy?.endpoint ?? emulator;
  pointSdkAt({ dynamodb, cognito: cognitoLocal, kms: NOWHERE, ...endpoints });
  listenToLog();
  const config = {
    ...loadConfig({ ...variables(ground), LOG_LEVEL: 'debug', ...env }),
    ...settings,
  };
  const app = await createApp(config);
  if (tableProxy) hurryWhileItMeddles(app, tableProxy);
  overhearSecrets(app, secrets);
  await app.listen(port, '127.0.0.1');
  // The canary: what a test counts and holds at the wire is its own.
  await app.get(WorkRunner).idle();
  if (serving) app.get(Readiness).serve();
  const url = await app.getUrl();
  const { undocumented, refusals } = watchAnswers(app, secrets);
  const stop = async () => {
    await app.close();
    expect(undocumented()).toEqual([]);
    await expectNoSecret(ground, refusals());
  };
  const { table, machines, people } = ground;
  return { url, app, config, table, machines, people, stop };
}

/** docs/promises.md, 5. */
async function expectNoSecret({ table }: Ground, refusals: string): Promise<void> {
  const places = {
    log: await wholeLog(),
    refusals,
    metrics: await register.metrics(),
    table: await wholeTable(table),
  };
  for (const [place, text] of Object.entries(places))
    expect([place, secrets.foundIn(text)]).toEqual([place, []]);
}

/** What a try at the table may take where nobody says otherwise, milliseconds. */
const TRY = 250;

/** The emulator shares the machine with all tests at once; what a test does to requests shall not take as long. */
function hurryWhileItMeddles(app: NestFastifyApplication, proxy: FaultProxy): void {
  const { requestHandler } = app.get(DynamoDBDocumentClient).config;
  const handle = requestHandler.handle.bind(requestHandler);
  requestHandler.handle = (request, options) =>
    handle(request, proxy.isMeddling ? { ...options, requestTimeout: TRY } : options);
}

async function makeGround(): Promise<Ground> {
  const { cognitoLocal } = emulators();
  const [table, machines, people] = await Promise.all([
    makeTable(),
    machinesPoolAt(cognitoLocal),
    peoplePoolAt(cognitoLocal),
  ]);
  return { table, machines, people };
}

/** The SDK reads these when a client is first used, and there are no others in this test file. */
function pointSdkAt({ dynamodb, cognito, kms }: Endpoints): void {
  process.env['AWS_ENDPOINT_URL_DYNAMODB'] = dynamodb;
  process.env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'] = cognito;
  process.env['AWS_ENDPOINT_URL_KMS'] = kms;
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
}

/** The environment of a broker on this ground. */
export function variables({
  table: { tableName },
  machines: { pool: machines },
  people: { pool: people },
}: Ground) {
  return {
    NODE_ENV: 'test',
    LOG_LEVEL: 'error',
    PUBLIC_URL: 'https://broker.example',
    AWS_REGION: machines.region,
    TABLE_NAME: tableName,
    TABLE_TRY_TIMEOUT: '5000', // the emulator shares the machine with all tests at once
    USER_POOL_ID: machines.userPoolId,
    MACHINE_CLIENT_ID: machines.clientId,
    MACHINE_CLIENT_SECRET: machines.clientSecret,
    COGNITO_ISSUER: machines.issuer,
    PORTAL_USER_POOL_ID: people.userPoolId,
    PORTAL_CLIENT_ID: people.clientId,
    PORTAL_CLIENT_SECRET: people.clientSecret,
    PORTAL_ISSUER: people.issuer,
    COGNITO_MAX_RPS: '10000', // the emulators have no quotas
    LOCAL_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    DEFAULT_ALLOWED_SCOPES: 'orders:read orders:write',
  };
}
