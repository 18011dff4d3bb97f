import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { ANSWER_HEADERS } from './security-headers.js';

/** What every answer carries, for those that are given before any hook runs: a malformed URL, a broken request. */
export function preRoutingHeaders(requestId: string): Record<string, string> {
  return {
    ...ANSWER_HEADERS,
    'x-request-id': requestId,
    'cache-control': 'no-store',
  };
}

const REFUSALS: Readonly<Record<string, { readonly status: string; readonly code: string }>> = {
  HPE_HEADER_OVERFLOW: { status: '431 Request Header Fields Too Large', code: 'headers_too_large' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: '408 Request Timeout', code: 'request_timeout' },
};
const MALFORMED = { status: '400 Bad Request', code: 'malformed_request' };

/** The answer under way on each connection, the last one where requests came behind each other. */
const answers = new WeakMap<Socket, ServerResponse>();

/** Remembers that a request on this connection is being answered. */
export function beginAnswer(answer: ServerResponse): void {
  if (answer.socket) answers.set(answer.socket, answer);
}

/** Forgets it once it is given: a connection that waits for its next request would keep all of the last one in memory. */
export function endAnswer(answer: ServerResponse): void {
  const { socket } = answer.req;
  if (answers.get(socket) === answer) answers.delete(socket);
}

/** Answers what never became a request: its path is unknown, so the body serves both forms of errors we have. */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const answer = answers.get(socket);
  // The error is in what came behind a request that is whole: that one gets its own answer first.
  if (answer && !answer.writableFinished && answer.req.complete)
    return void answer.once('finish', () => socket.destroySoon());
  const { status, code } = REFUSALS[error.code ?? ''] ?? MALFORMED;
  const requestId = randomUUID();
  const body = JSON.stringify({
    error: 'invalid_request',
    error_description: status.slice(4),
    code,
    requestId,
  });
  const headers = {
    ...preRoutingHeaders(requestId),
    pragma: 'no-cache',
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status}`, ...lines, '', body].join('\r\n'));
}
