import { createHash } from 'node:crypto';
import { type IncomingMessage, Agent, createServer, request as ask } from 'node:http';
import { parse } from 'node:querystring';
import { accessView } from '../../src/aws/dynamodb/coalesced-access-reader.js';
import { type Key, clientKey, tenantKey } from '../../src/aws/dynamodb/keys.js';
import { partner } from '../world/partners.js';
import { ANSWER } from './answer.js';

/**
 * The least that a token costs on Node where its client is read: no framework, no signature, no decision, no log. What
 * is asked for in one turn of the event loop is read in one request.
 */
const { PORT, UPSTREAM, CLIENTS } = process.env as Record<string, string>;
const AGENT = new Agent({ keepAlive: true });
const READ = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': 'DynamoDB_20120810.BatchGetItem',
};
const { projection: PROJECTION } = accessView(1);
const TENANTS = new Map(
  Array.from({ length: Number(CLIENTS) }, (_, at) => partner(at + 1)).map((one) => [
    one.client.id,
    one.tenant.id,
  ]),
);
const BODY = JSON.stringify(ANSWER);
const HEAD = { 'content-type': 'application/json', 'content-length': BODY.length };

type Done = () => void;
let keys = new Map<string, Key>();
let asking: Done[] = [];

function read(key: Key, other: Key, done: Done): void {
  if (asking.length === 0) setImmediate(send);
  asking.push(done);
  keys.set(key.PK, key).set(other.PK, other);
}

function send(): void {
  const asked = asking;
  const Keys = Array.from(keys.values(), ({ PK, SK }) => ({ PK: { S: PK }, SK: { S: SK } }));
  keys = new Map();
  asking = [];
  const body = JSON.stringify({ RequestItems: { bench: { Keys, ...PROJECTION, ConsistentRead: true } } });
  const headers = { ...READ, 'content-length': body.length };
  ask(UPSTREAM!, { method: 'POST', agent: AGENT, headers }, (answer) =>
    take(answer, (text) => {
      JSON.parse(text);
      for (const done of asked) done();
    }),
  ).end(body);
}

function take(message: IncomingMessage, done: (text: string) => void): void {
  let text = '';
  message.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
  message.on('end', () => done(text));
}

createServer((request, response) => {
  if (request.method !== 'POST') return response.writeHead(404).end();
  return take(request, (form) => {
    const { client_id, client_secret } = parse(form) as Record<string, string>;
    createHash('sha256').update(client_secret!).digest();
    read(clientKey(client_id!), tenantKey(TENANTS.get(client_id!)!), () =>
      response.writeHead(200, HEAD).end(BODY),
    );
  });
}).listen(Number(PORT), '127.0.0.1');
