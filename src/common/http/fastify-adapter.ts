import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { SECOND } from '../clock.js';
import type { ErrorFilter } from './error.filter.js';
import type { FastifyReply, FastifyRequest } from './fastify-request.js';
import { preRoutingHeaders, refuseConnection } from './pre-routing.js';
import { requestIdOf } from './request-id.js';
import { beStrict, MAX_HEADER_BYTES } from './strict-http.js';

const MAX_BODY_BYTES = 64 * 1024;
/** How long a whole request may take to arrive, */
const ARRIVAL = 30 * SECOND;
/** and how often it is looked whether it has. */
const LOOK = 5 * SECOND;

/**
 * Fastify, set up for the service: bodies arrive as bytes (each part of the API reads them in its own way, after the
 * guard), and what Fastify itself refuses is told by our error writers.
 * @param trustedProxies addresses and networks whose word on the caller's address is taken
 */
export function createFastifyAdapter(trustedProxies: readonly string[], errors: ErrorFilter): FastifyAdapter {
  const adapter = new FastifyAdapter({
    http: {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: ARRIVAL,
      connectionsCheckingInterval: LOOK,
      requireHostHeader: false,
    },
    bodyLimit: MAX_BODY_BYTES,
    // An id of any length is one of another shape: IdPipe says so.
    routerOptions: { maxParamLength: MAX_HEADER_BYTES },
    requestTimeout: ARRIVAL,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    // Nothing here is Express middleware.
    skipMiddie: true,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    genReqId: requestIdOf,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      errors.answer(error, request, reply.headers(preRoutingHeaders(request.id))),
    clientErrorHandler: refuseConnection,
  });
  const fastify = adapter.getInstance();
  beStrict(fastify, errors);
  fastify.removeAllContentTypeParsers();
  fastify.addHook('onRequest', hideMalformedMediaType);
  letGoWhenClosing(fastify);
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  return adapter;
}

/** Node closes what is idle when it stops listening. What falls idle later, kept alive by its caller, would hold it up. */
function letGoWhenClosing(fastify: FastifyInstance): void {
  fastify.addHook('preClose', (done) => {
    fastify.server.keepAliveTimeout = 1;
    done();
  });
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
