import type { Type } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { ErrorFilter } from './error.filter.js';
import type { DirectRoute, FastifyRequest } from './fastify-request.js';

type Handler = (request: FastifyRequest) => Promise<object>;

/**
 * A route past Nest's pipeline, which costs as much as all that a token request does (docs/performance.md). Its handler
 * takes the request and gives the JSON of a 200; what it throws the error filter tells. Nest's guard, interceptors and pipes
 * do not see the request: for public routes that read it themselves. All hooks of Fastify do.
 */
export function Direct(headers: Readonly<Record<string, string>>): MethodDecorator {
  return (target, name, descriptor) => {
    const direct: DirectRoute = { controller: target.constructor as Type, method: String(name), headers };
    RouteConfig({ direct })(target, name, descriptor);
  };
}

/**
 * Has the direct routes answered; before they are registered.
 * @param find the controller's instance
 */
export function serveDirectRoutes(
  fastify: FastifyInstance,
  errors: ErrorFilter,
  find: (controller: Type) => object,
): void {
  fastify.addHook('onRoute', (route) => {
    const { direct } = route.config ?? {};
    if (direct === undefined) return;
    const controller = find(direct.controller) as Record<string, Handler>;
    route.handler = async (request, reply) => {
      try {
        const answer = await controller[direct.method]!(request);
        void reply
          .headers(direct.headers)
          .type('application/json; charset=utf-8')
          .send(JSON.stringify(answer));
      } catch (error) {
        errors.answer(error, request, reply);
      }
      return reply;
    };
  });
}
