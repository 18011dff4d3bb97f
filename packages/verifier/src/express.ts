import type { IncomingMessage, ServerResponse } from 'node:http';
import { bearerTokenIn } from './bearer-token.js';
import type { Client } from './client.js';
import { httpAnswerTo } from './http-answer.js';
import type { Verifier } from './verifier.js';

declare global {
  namespace Express {
    interface Request {
      /** Who calls, behind `requireToken`. Without it Node puts the socket here. */
      client: Client;
    }
  }
}

export type Middleware = (request: IncomingMessage, response: ServerResponse, next: Next) => Promise<void>;
type Next = (error?: unknown) => void;

/**
 * A middleware that lets in who has a good token with these scopes, as `request.client`, and answers all others as
 * RFC 6750 says. What else goes wrong is handed to Express.
 */
export function requireToken(verifier: Verifier, ...scopes: string[]): Middleware {
  return async (request, response, next) => {
    try {
      const client = await verifier.verify(bearerTokenIn(request.headers.authorization), { scopes });
      Object.assign(request, { client });
    } catch (error) {
      return refuse(response, error, next);
    }
    next();
  };
}

function refuse(response: ServerResponse, error: unknown, next: Next): void {
  const answer = httpAnswerTo(error);
  if (answer === undefined) return next(error);
  response.writeHead(answer.status, { ...answer.headers, 'Content-Type': 'application/json' });
  response.end(JSON.stringify(answer.body));
}
