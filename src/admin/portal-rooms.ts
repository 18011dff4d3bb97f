import { Counter, Gauge } from 'prom-client';
import { problemResponse } from '../common/errors/problem-body.js';
import { Problem } from '../common/errors/problem.js';
import type { FastifyRequest } from '../common/http/fastify-request.js';
import type { Room } from '../common/http/limit-in-flight.js';

/** What ends access, as every DELETE does. */
const CUTS_OFF = /\/(disable|suspend|logout)$/;

const inFlight = new Gauge({
  name: 'broker_portal_requests_in_flight',
  help: 'Requests of the portal API that are being worked on, by their room.',
  labelNames: ['room'] as const,
});
const refused = new Counter({
  name: 'broker_portal_requests_refused_total',
  help: 'Requests of the portal API answered 503 because too many were being worked on, by their room.',
  labelNames: ['room'] as const,
});

/** Two for the requests of the portal API, of `max` each: whatever crowds the one, access can be ended through the other. */
export function portalRooms(max: number): Room[] {
  return [portalRoom('cut_off', max, cutsOff), portalRoom('other', max, (request) => !cutsOff(request))];
}

function portalRoom(room: string, max: number, isIn: (request: FastifyRequest) => boolean): Room {
  refused.inc({ room }, 0);
  return {
    max,
    isFor: (request) => isOfPortal(request) && isIn(request),
    refusal: (requestId) => problemResponse(new Problem('temporarily_unavailable'), requestId),
    inFlight: inFlight.labels(room),
    refused: refused.labels(room),
  };
}

function isOfPortal({ routeOptions: { url = '' } }: FastifyRequest): boolean {
  return url.startsWith('/api/');
}

function cutsOff({ method, routeOptions: { url = '' } }: FastifyRequest): boolean {
  return method === 'DELETE' || (method === 'POST' && CUTS_OFF.test(url));
}
