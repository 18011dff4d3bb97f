import type { FastifyReply, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route never looks at a token. */
    public?: boolean;
  }
  interface FastifyRequest {
    /** Aborts when the time for this request is up. */
    deadline: AbortSignal;
  }
}

export type { FastifyReply, FastifyRequest };
