import type { FastifyInstance, HTTPMethods } from 'fastify';
import { Problem } from '../errors/problem.js';
import type { ErrorFilter } from './error.filter.js';
import type { FastifyRequest } from './fastify-request.js';

const METHODS: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];

/** The paths that the API knows, with their methods, gathered while routes are registered. */
export class KnownPaths {
  private readonly methods = new Map<string, Set<string>>();

  constructor(private readonly fastify: FastifyInstance) {
    fastify.addHook('onRoute', ({ url, method }) => {
      const known = this.methods.get(url) ?? new Set();
      for (const one of [method].flat()) known.add(one);
      this.methods.set(url, known);
    });
  }

  /**
   * Answers 405 and `Allow` (RFC 9110 §15.5.6) for the methods that a known path lacks, once `admit` has let the
   * request pass: who may not ask is not told what is there.
   */
  refuseOtherMethods(errors: ErrorFilter, admit: (request: FastifyRequest) => Promise<void>): void {
    for (const [url, known] of [...this.methods].filter(([path]) => !path.includes('*'))) {
      const allow = [...known];
      const method = METHODS.filter((one) => !known.has(one));
      if (method.length === 0) continue;
      this.fastify.route({
        url,
        method,
        handler: async (request, reply) => {
          const error = await admit(request).then(
            () => new Problem('method_not_allowed', { allow }),
            (refusal: unknown) => refusal,
          );
          errors.answer(error, request, reply);
          return reply;
        },
      });
    }
  }
}
