import { applyDecorators, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { FastifyContextConfig } from 'fastify';
import { ApiProblems } from '../common/http/api-problems.js';
import type { Role } from './principal.js';

export const POLICY = 'policy';

/** Who may call a route. `anyone` may still sign in, and is then known; `public` routes never look at a token. */
export type Policy =
  | { readonly kind: 'public' }
  | { readonly kind: 'anyone' }
  | { readonly kind: 'signed-in'; readonly roles: readonly Role[] };

/** Open to all; an Authorization header is the route's own business. */
export function Public(): MethodDecorator & ClassDecorator {
  const config: FastifyContextConfig = { public: true };
  return applyDecorators(SetMetadata(POLICY, { kind: 'public' } satisfies Policy), RouteConfig(config));
}

/** Open to all; whoever sends a token must send a good one, and is then known. */
export function Anyone(): MethodDecorator & ClassDecorator {
  return applyDecorators(
    SetMetadata(POLICY, { kind: 'anyone' } satisfies Policy),
    ApiBearerAuth(),
    ApiProblems('invalid_token'),
  );
}

/** Only for people with one of `roles`. */
export function SignedIn(...roles: Role[]): MethodDecorator & ClassDecorator {
  return applyDecorators(
    SetMetadata(POLICY, { kind: 'signed-in', roles } satisfies Policy),
    ApiBearerAuth(),
    ApiProblems('authentication_required', 'invalid_token', 'forbidden'),
  );
}
