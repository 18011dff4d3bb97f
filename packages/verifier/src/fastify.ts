import type { FastifyPluginCallback, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { bearerTokenIn } from './bearer-token.js';
import type { Client } from './client.js';
import { httpAnswerTo } from './http-answer.js';
import type { Verifier } from './verifier.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls, on routes with `requireToken`; null on others. */
    client: Client;
  }
  interface FastifyInstance {
    /** An `onRequest` hook that lets in who has a good token with these scopes, and answers all others as RFC 6750 says. */
    requireToken(...scopes: string[]): onRequestAsyncHookHandler;
  }
}

/** Gives Fastify `requireToken`, for the `onRequest` hooks of routes or of a whole plugin. */
export const bearerTokens: FastifyPluginCallback<{ verifier: Verifier }> = (app, { verifier }, done) => {
  app.decorateRequest('client', null as unknown as Client);
  app.decorate(
    'requireToken',
    (...scopes) =>
      (request, reply) =>
        admit(verifier, scopes, request, reply),
  );
  done();
};

// What fastify-plugin does: the decorations are those of the instance that registers the plugin.
Object.assign(bearerTokens, { [Symbol.for('skip-override')]: true });

async function admit(verifier: Verifier, scopes: string[], request: FastifyRequest, reply: FastifyReply) {
  try {
    request.client = await verifier.verify(bearerTokenIn(request.headers.authorization), { scopes });
  } catch (error) {
    const answer = httpAnswerTo(error);
    if (answer === undefined) throw error;
    return reply.code(answer.status).headers(answer.headers).send(answer.body);
  }
}
