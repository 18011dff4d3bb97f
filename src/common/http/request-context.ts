import type { FastifyInstance } from 'fastify';
import { SECOND } from '../clock.js';

const TOKEN_DEADLINE = 3 * SECOND;
const PORTAL_DEADLINE = 8 * SECOND;

/** Gives each request its deadline, and its id back to the caller; nothing of the portal is for caches. */
export function giveContext(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    const path = request.routeOptions.url ?? request.url;
    if (path.startsWith('/api/')) void reply.header('cache-control', 'no-store');
    request.deadline = AbortSignal.timeout(path.startsWith('/oauth/') ? TOKEN_DEADLINE : PORTAL_DEADLINE);
    done();
  });
}
