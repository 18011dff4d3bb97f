import type { FastifyRequest } from '../common/http/fastify-request.js';
import type { Principal } from './principal.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard. */
    principal: Principal;
  }
}

export type { FastifyRequest };
