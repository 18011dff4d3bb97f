import type { FastifyInstance } from 'fastify';
import { Problem } from '../errors/problem.js';
import type { ErrorFilter } from './error.filter.js';
import type { FastifyRequest } from './fastify-request.js';
import { beginAnswer, endAnswer } from './pre-routing.js';

export const MAX_HEADER_BYTES = 16 * 1024;

/** Refuses in our own form what Node would let pass, or answer with nothing to read. */
export function beStrict(fastify: FastifyInstance, errors: ErrorFilter): void {
  fastify.addHook('onRequest', (_, { raw }, done) => {
    beginAnswer(raw);
    done();
  });
  fastify.addHook('onResponse', (_, { raw }, done) => {
    endAnswer(raw);
    done();
  });
  // After all `onRequest` hooks: what is refused here gets what every answer carries.
  fastify.addHook('preParsing', (request, reply, _, done) => {
    const problem = problemOf(request);
    if (problem === undefined) return done();
    errors.answer(problem, request, reply);
  });
  // All are counted: Node would drop those beyond a number.
  fastify.server.maxHeadersCount = 0;
  // RFC 9110 §10.1.1: an expectation that is not known may be ignored.
  fastify.server.on('checkExpectation', (request, response) =>
    fastify.server.emit('request', request, response),
  );
}

function problemOf({ raw }: FastifyRequest): Problem | undefined {
  // RFC 9112 §3.2: a request of HTTP/1.1 must name the host.
  if (raw.httpVersion === '1.1' && raw.headers.host === undefined) return new Problem('malformed_request');
  // The parser does not count what stands between names and values: many small ones would be no limit.
  return bytesOf(raw.rawHeaders) > MAX_HEADER_BYTES ? new Problem('headers_too_large') : undefined;
}

/** Names and values take turns, each with two characters behind it. */
function bytesOf(rawHeaders: readonly string[]): number {
  return rawHeaders.reduce((sum, text) => sum + text.length + 2, 0);
}
