import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** The path alone, of a target in absolute form too (RFC 9112 §3.2.2): queries may carry what does not belong into a log. */
export function pathOf(url: string): string {
  const target = url.replace(/^https?:\/\/[^/?#]*/i, '');
  const end = target.search(/[?#]/);
  return end < 0 ? target : target.slice(0, end);
}

/** One line a request: what, how it ended, how long it took. The route's pattern, never the URL. */
export function logRequests(fastify: FastifyInstance): void {
  const logger = new Logger('Request');
  fastify.addHook('onResponse', (request, reply, done) => {
    logger.log({
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime * 10) / 10,
    });
    done();
  });
}
