import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Items } from '../world/items.js';
import { PoolKey } from '../world/pools.js';
import { cognito } from './cognito.js';
import { dynamodb } from './dynamodb.js';
import { kms } from './kms.js';
import { Refusal, type Service } from './service.js';

/**
 * What stands behind the broker: DynamoDB, Cognito and KMS, on one port of a process of its own, over real HTTP and with
 * the latency of the real ones. `GET /counts` tells how often each operation was asked for.
 */
const { PORT, CLIENTS, WARM, POOL_KEY, COGNITO_QUOTA } = process.env as Record<string, string>;
const key = new PoolKey(POOL_KEY!);
const services = new Map<string, Service>([
  ['DynamoDB_20120810', dynamodb(new Items(Number(CLIENTS), key, Number(WARM)), Number(CLIENTS))],
  ['AWSCognitoIdentityProviderService', cognito(key, Number(COGNITO_QUOTA))],
  ['TrentService', kms()],
]);
const counts = new Map<string, number>();

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const target = request.headers['x-amz-target'];
  if (target === undefined) return answer(response, 200, look(request.url));
  const [name, operation] = (target as string).split('.') as [string, string];
  const { latency, operations, kinds } = services.get(name)!;
  count(operation);
  const answered = bodyOf(request).then((body) => {
    const kind = kinds?.[operation];
    if (kind !== undefined) count(kind(JSON.parse(body) as never));
    return ask(operations[operation], operation, body);
  });
  const [outcome] = await Promise.all([answered, pause(latency)]);
  answer(response, outcome.status, outcome.body);
}

async function ask(operation: Service['operations'][string] | undefined, name: string, body: string) {
  try {
    if (operation === undefined) throw new Refusal('UnknownOperationException', `the stub has no ${name}`);
    return { status: 200, body: await operation(JSON.parse(body) as never) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    count(error.type);
    return { status: 400, body: JSON.stringify({ __type: error.type, message: error.message }) };
  }
}

function count(what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}

function look(url: string | undefined): string {
  return JSON.stringify(url === '/counts' ? Object.fromEntries(counts) : key.keySet());
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function answer(response: ServerResponse, status: number, body: string): void {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, headers).end(body);
}

const server = createServer((request, response) => void serve(request, response));
server.keepAliveTimeout = 600_000;
server.listen(Number(PORT), '127.0.0.1');
