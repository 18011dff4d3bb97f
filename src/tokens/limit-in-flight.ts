import type { FastifyInstance } from 'fastify';
import { Counter, Gauge } from 'prom-client';
import type { FastifyReply, FastifyRequest } from '../common/http/fastify-request.js';
import { OAuthError } from './oauth-error.js';
import { oauthErrorResponse } from './oauth-error-writer.js';

/** What callers send without end, and may send again. Revocations, changes and probes are never refused. */
const LIMITED: ReadonlySet<string | undefined> = new Set(['/oauth/token', '/oauth/introspect']);

const gauge = new Gauge({
  name: 'broker_token_requests_in_flight',
  help: 'Token and introspection requests that are being worked on.',
});
const refusals = new Counter({
  name: 'broker_token_requests_refused_total',
  help: 'Token and introspection requests answered 503 because too many were being worked on.',
});

/**
 * Answers token and introspection requests 503 at once while `max` of them are being worked on, before their bodies
 * are read. One is worked on from when it has arrived, so that slow senders take no room, until its answer is made:
 * a caller that leaves does not end the work.
 */
export function limitInFlight(fastify: FastifyInstance, max: number): void {
  const inFlight = new Set<FastifyRequest>();
  const isRefused = ({ routeOptions }: FastifyRequest) =>
    LIMITED.has(routeOptions.url) && inFlight.size >= max;

  fastify.addHook('preParsing', (request, reply, _, done) => {
    if (isRefused(request)) return refuse(reply);
    done();
  });
  fastify.addHook('preValidation', (request, reply, done) => {
    if (isRefused(request)) return refuse(reply);
    if (LIMITED.has(request.routeOptions.url)) gauge.set(inFlight.add(request).size);
    done();
  });
  fastify.addHook('onSend', (request, _reply, _payload, done) => {
    if (inFlight.delete(request)) gauge.set(inFlight.size);
    done();
  });
}

/** Counted rather than logged one by one: there are many. */
function refuse(reply: FastifyReply): void {
  refusals.inc();
  const { status, headers, body } = oauthErrorResponse(new OAuthError('temporarily_unavailable'));
  void reply.status(status).headers(headers).send(JSON.stringify(body));
}
