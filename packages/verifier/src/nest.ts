import {
  type CanActivate,
  type CustomDecorator,
  type ExecutionContext,
  HttpException,
  Inject,
  Injectable,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { bearerTokenIn } from './bearer-token.js';
import type { Client } from './client.js';
import { httpAnswerTo } from './http-answer.js';
import { Verifier } from './verifier.js';

const SCOPES = Symbol('required scopes');

/** What a token must have for a route, or for all routes of a controller that say nothing else. Read by `TokenGuard`. */
export const RequireScopes = (...scopes: string[]): CustomDecorator<symbol> => SetMetadata(SCOPES, scopes);

interface Request {
  readonly headers: { readonly authorization?: string };
  client?: Client;
}

/** Of Express and of Fastify. */
interface Response {
  header(name: string, value: string): unknown;
}

/**
 * Lets in who has a good token, as `request.client`, and answers all others as RFC 6750 says; on Express and Fastify.
 * Provide a `Verifier` beside it: `{ provide: Verifier, useValue: createVerifier(…) }`.
 */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(
    @Inject(Verifier) private readonly verifier: Verifier,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    try {
      const token = bearerTokenIn(request.headers.authorization);
      request.client = await this.verifier.verify(token, { scopes: this.scopesOf(context) });
      return true;
    } catch (error) {
      throw refusal(error, http.getResponse<Response>());
    }
  }

  private scopesOf(context: ExecutionContext): string[] {
    return this.reflector.getAllAndOverride(SCOPES, [context.getHandler(), context.getClass()]) ?? [];
  }
}

function refusal(error: unknown, response: Response): unknown {
  const answer = httpAnswerTo(error);
  if (answer === undefined) return error;
  for (const [name, value] of Object.entries(answer.headers)) response.header(name, value);
  return new HttpException(answer.body, answer.status, { cause: error });
}
