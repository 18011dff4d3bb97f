import type { FastifyInstance } from 'fastify';
import { Histogram } from 'prom-client';

/** Seconds: about what a deadline of 3 s for token requests, and of 8 s for the others, leaves room for. */
export const LATENCY_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const requests = new Histogram({
  name: 'broker_http_request_duration_seconds',
  help: 'Requests by method, pattern of the route (never the URL) and class of the status, and how long they took.',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: LATENCY_BUCKETS,
});

/** Methods that some route knows; others are told as one, since a caller may send any. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'DELETE', 'OPTIONS']);

/** Measures every request, by what it asks for and how it ended. */
export function measureRequests(fastify: FastifyInstance): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const labels = {
      method: METHODS.has(request.method) ? request.method : 'other',
      route: request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown'),
      status: `${Math.floor(reply.statusCode / 100)}xx`,
    };
    requests.observe(labels, reply.elapsedTime / 1_000);
    done();
  });
}
