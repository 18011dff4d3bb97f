import { startCognitoLocal } from '../emulators/cognito-local.js';
import { startDynamodbLocal } from '../emulators/dynamodb-local.js';
import { type Server, StartError } from '../servers/server.js';
import { startBroker } from './broker.js';
import { commandLine } from './command-line.js';
import { keep, openDataDirectory } from './data-directory.js';
import { type DevJson, type Seed, writeDevJson } from './dev-json.js';
import { awsEnvironment, type BrokerEnvironment, brokerEnvironment } from './environment.js';
import { describe } from './facts.js';
import { logFile } from './log-file.js';
import { masterKey } from './master-key.js';
import { deliver } from './outbox.js';
import type { Places } from './places.js';
import { choosePorts, type Ports } from './ports.js';
import { OPERATOR, seed } from './seed.js';
import type { Settings } from './settings.js';
import type { Stack } from './stack.js';

/** Starts everything, each part once what it stands on is ready, and writes `dev.json`. */
export async function start(stack: Stack, settings: Settings, places: Places): Promise<DevJson> {
  const last = await openDataDirectory(places);
  const ports = await choosePorts(settings, last);
  console.log(`Starting DynamoDB Local, cognito-local and the broker; their logs are in ${places.logs}`);
  const [dynamodb, cognito] = await startEmulators(stack, places, ports);
  const env = await provision(stack, places, { dynamodb, cognito, ports });
  await Promise.all([
    stack.start('The broker', () => startBroker(places, ports.broker, env)),
    last ?? commandLine(stack, ['operator:create', OPERATOR], { cwd: places.root, env }),
  ]);
  const facts = describe(env, last ?? (await makeDemo(env, places)));
  await writeDevJson(places, facts);
  await keep(places);
  return facts;
}

function startEmulators(stack: Stack, places: Places, ports: Ports): Promise<[Server, Server]> {
  const dynamodb = {
    port: ports.dynamodb,
    dataDir: places.dynamodb,
    onOutput: logFile(places, 'dynamodb-local'),
  };
  const cognito = {
    port: ports.cognito,
    dataDir: places.cognito,
    onOutput: logFile(places, 'cognito-local'),
    onMail: deliver.bind(undefined, places),
  };
  return Promise.all([
    stack.start('DynamoDB Local', () => startDynamodbLocal(dynamodb)),
    stack.start('cognito-local', () => startCognitoLocal(cognito)),
  ]);
}

/** Table and pools are there afterwards. @returns the environment of the broker */
async function provision(
  stack: Stack,
  places: Places,
  { dynamodb, cognito, ports }: { dynamodb: Server; cognito: Server; ports: Ports },
): Promise<BrokerEnvironment> {
  const aws = awsEnvironment(dynamodb, cognito);
  const printed = await commandLine(stack, ['init'], { cwd: places.root, env: aws });
  return brokerEnvironment(aws, printed, { ports, masterKey: await masterKey(places) });
}

function makeDemo({ PUBLIC_URL }: BrokerEnvironment, places: Places): Promise<Seed> {
  return seed(PUBLIC_URL, places).catch((cause: Error) => {
    throw new StartError(`The demo tenant could not be made (see ${places.logs}): ${cause.message}`, {
      cause,
    });
  });
}
