import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from './fastify-request.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'];
const EXPOSED = ['ETag', 'Location', 'Retry-After', 'WWW-Authenticate', 'X-Request-Id'];

/** Lets pages of these origins read our answers. After all `onRequest` hooks: preflights too get what every answer carries. */
export function allowOrigins(app: NestFastifyApplication, origins: readonly string[]): void {
  const cors = { origin: [...origins], methods: METHODS, exposedHeaders: EXPOSED };
  app.enableCors({
    hook: 'preParsing',
    delegator: (request, done) => done(null, { ...cors, preflight: isPreflight(request) }),
  });
}

/** A CORS-preflight request of the Fetch standard; any other OPTIONS is a method like the rest. */
function isPreflight({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
}
