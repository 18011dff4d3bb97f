import type { FastifyInstance } from 'fastify';
import { SECOND } from '../clock.js';
import { Deadlines } from '../deadlines.js';

const TOKEN_DEADLINE = 3 * SECOND;
const PORTAL_DEADLINE = 8 * SECOND;

/** Gives each request its deadline, and its id back to the caller; nothing of the portal is for caches. */
export function giveContext(fastify: FastifyInstance): void {
  const tokens = new Deadlines(TOKEN_DEADLINE);
  const portal = new Deadlines(PORTAL_DEADLINE);
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    const path = request.routeOptions.url ?? request.url;
    if (path.startsWith('/api/')) void reply.header('cache-control', 'no-store');
    request.deadline = (path.startsWith('/oauth/') ? tokens : portal).next();
    done();
  });
}
