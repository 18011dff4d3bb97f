import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../../guard/principal.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Aborts when the time for this request is up. */
    deadline: AbortSignal;
    /** Set by the guard. */
    principal: Principal;
  }
}

export type { FastifyReply, FastifyRequest };
