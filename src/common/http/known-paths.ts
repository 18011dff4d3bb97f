import { METHODS } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { Problem } from '../errors/problem.js';
import type { ErrorFilter } from './error.filter.js';
import type { FastifyRequest } from './fastify-request.js';

interface KnownPath {
  readonly methods: Set<string>;
  /** Whether all of its methods are. */
  isPublic: boolean;
}

/** The paths that the API knows, with their methods, gathered while routes are registered. */
export class KnownPaths {
  private readonly paths = new Map<string, KnownPath>();

  constructor(private readonly fastify: FastifyInstance) {
    fastify.addHook('onRoute', ({ url, method, config }) => {
      const known = this.paths.get(url) ?? { methods: new Set(), isPublic: true };
      for (const one of [method].flat()) known.methods.add(one);
      known.isPublic &&= config?.public === true;
      this.paths.set(url, known);
    });
  }

  /**
   * Answers 405 and `Allow` (RFC 9110 §15.5.6) for the methods that a known path lacks, once `admit` has let the
   * request pass, unless the path is public: who may not ask is not told what is there.
   */
  refuseOtherMethods(errors: ErrorFilter, admit: (request: FastifyRequest) => Promise<void>): void {
    this.takeEveryMethod();
    for (const [url, { methods, isPublic }] of [...this.paths].filter(([path]) => !path.includes('*'))) {
      const allow = [...methods];
      const refuse = async (request: FastifyRequest): Promise<never> => {
        if (!isPublic) await admit(request);
        throw new Problem('method_not_allowed', { allow });
      };
      this.fastify.route({
        url,
        method: METHODS.filter((one) => !methods.has(one)),
        handler: async (request, reply) => {
          await refuse(request).catch((error: unknown) => errors.answer(error, request, reply));
          return reply;
        },
      });
    }
  }

  /** Fastify would answer 404 for the methods that it does not know, whatever the path. */
  private takeEveryMethod(): void {
    for (const method of METHODS)
      if (!this.fastify.supportedMethods.includes(method)) this.fastify.addHttpMethod(method);
  }
}
