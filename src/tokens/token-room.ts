import { Counter, Gauge } from 'prom-client';
import type { Room } from '../common/http/limit-in-flight.js';
import { OAuthError } from './oauth-error.js';
import { oauthErrorResponse } from './oauth-error-writer.js';

/** What callers send without end, and may send again. Revocations are never refused. */
const LIMITED: ReadonlySet<string | undefined> = new Set(['/oauth/token', '/oauth/introspect']);

const inFlight = new Gauge({
  name: 'broker_token_requests_in_flight',
  help: 'Token and introspection requests that are being worked on.',
});
const refused = new Counter({
  name: 'broker_token_requests_refused_total',
  help: 'Token and introspection requests answered 503 because too many were being worked on.',
});

/** Token and introspection requests. */
export function tokenRoom(max: number): Room {
  return {
    max,
    isFor: ({ routeOptions }) => LIMITED.has(routeOptions.url),
    refusal: () => oauthErrorResponse(new OAuthError('temporarily_unavailable')),
    inFlight,
    refused,
  };
}
