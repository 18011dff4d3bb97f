import type { FastifyReply, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Aborts when the time for this request is up. */
    deadline: AbortSignal;
  }
}

export type { FastifyReply, FastifyRequest };
