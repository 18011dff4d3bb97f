import { type IncomingMessage, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { emulators } from './emulators.js';

export interface Answer {
  readonly status: number;
  readonly body: object;
}

export interface Call {
  readonly operation: string;
  readonly body: object;
  /** Has DynamoDB answer it, or what stands here in its place. */
  forward(body?: object): Promise<Answer>;
}

export interface DynamodbProxy {
  readonly endpoint: string;
  close(): void;
}

/** Stands between the SDK and DynamoDB Local, for what that never does by itself. */
export async function startDynamodbProxy(answer: (call: Call) => Promise<Answer>): Promise<DynamodbProxy> {
  const server = createServer((request, response) => {
    const answering = toCall(request).then(answer);
    void answering.then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { endpoint: `http://127.0.0.1:${port}`, close };
}

/** As DynamoDB says that it cancelled a transaction; a reason for each of its writes. */
export function cancelled(...reasons: readonly string[]): Answer {
  return failure('TransactionCanceledException', { CancellationReasons: reasons.map((Code) => ({ Code })) });
}

export function failure(type: string, details: object = {}, status = 400): Answer {
  return { status, body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, ...details } };
}

async function toCall(request: IncomingMessage): Promise<Call> {
  const { authorization = '', 'x-amz-target': target = '' } = request.headers;
  const headers = {
    authorization,
    'x-amz-target': String(target),
    'content-type': 'application/x-amz-json-1.0',
  };
  const body = JSON.parse(await text(request)) as object;
  const forward = async (sent = body) => {
    const init = { method: 'POST', headers, body: JSON.stringify(sent) };
    const response = await fetch(emulators().dynamodb, init);
    return { status: response.status, body: (await response.json()) as object };
  };
  return { operation: String(target).split('.').pop() ?? '', body, forward };
}
