import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Config } from '../../config/config.js';
import { SECOND } from '../clock.js';
import type { ErrorFilter } from './error.filter.js';
import type { FastifyReply, FastifyRequest } from './fastify-request.js';
import { requestIdOf } from './request-id.js';

const MAX_HEADER_BYTES = 16 * 1024;
const MAX_BODY_BYTES = 64 * 1024;
/** How long a whole request may take to arrive. */
const ARRIVAL = 30 * SECOND;

/**
 * Fastify, set up for the service: bodies arrive as bytes (each part of the API reads them in its own way, after the
 * guard), and what Fastify itself refuses is told by our error writers.
 */
export function createFastifyAdapter(http: Config['http'], errors: ErrorFilter): FastifyAdapter {
  const adapter = new FastifyAdapter({
    http: { maxHeaderSize: MAX_HEADER_BYTES },
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: ARRIVAL,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    trustProxy: http.trustedProxies.length > 0 ? [...http.trustedProxies] : false,
    genReqId: requestIdOf,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      errors.answer(error, request, reply.header('x-request-id', request.id)),
    clientErrorHandler: (error, socket) => refuse(error, socket),
  });
  const fastify = adapter.getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addHook('onRequest', hideMalformedMediaType);
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  return adapter;
}

/** RFC 9110 §8.3.1. */
const MEDIA_TYPE = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(?:;|$)/;

/** Fastify would refuse one by itself, before the guard has spoken: it gets one that whoever reads the body refuses. */
function hideMalformedMediaType(
  { raw: { headers } }: FastifyRequest,
  _: FastifyReply,
  done: () => void,
): void {
  const type = headers['content-type'];
  if (type !== undefined && !MEDIA_TYPE.test(type)) headers['content-type'] = 'application/octet-stream';
  done();
}

const REFUSALS: Readonly<Record<string, { readonly status: string; readonly code: string }>> = {
  HPE_HEADER_OVERFLOW: { status: '431 Request Header Fields Too Large', code: 'headers_too_large' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: '408 Request Timeout', code: 'request_timeout' },
};
const MALFORMED = { status: '400 Bad Request', code: 'malformed_request' };

/** Answers what never became a request: its path is unknown, so the body serves both forms of errors we have. */
function refuse(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const { status, code } = REFUSALS[error.code ?? ''] ?? MALFORMED;
  const body = JSON.stringify({ error: 'invalid_request', error_description: status.slice(4), code });
  const head = [
    `HTTP/1.1 ${status}`,
    'Content-Type: application/json; charset=utf-8',
    'Cache-Control: no-store',
    'Pragma: no-cache',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
