import type { Type } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Where the handler of a route past Nest's pipeline is, and what its answers carry. */
export interface DirectRoute {
  readonly controller: Type;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route never looks at a token. */
    public?: boolean;
    /** The route is served past Nest's pipeline. */
    direct?: DirectRoute;
  }
  interface FastifyRequest {
    /** Aborts when the time for this request is up. */
    deadline: AbortSignal;
  }
}

export type { FastifyReply, FastifyRequest };
