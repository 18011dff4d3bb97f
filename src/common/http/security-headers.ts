import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import helmet, { type HelmetOptions } from 'helmet';

/** What every answer carries that is no page: should a browser take it for one, it may do nothing and stands in no frame. */
export const ANSWER_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/**
 * Protects every answer.
 * @param pages what is said in place of that, by the pattern of the page's route
 */
export function protectAnswers(
  fastify: FastifyInstance,
  pages: Readonly<Record<string, Readonly<Record<string, string>>>>,
): void {
  fastify.addHook('onRequest', ({ routeOptions }, reply, done) => {
    void reply.headers(pages[routeOptions.url ?? ''] ?? ANSWER_HEADERS);
    done();
  });
}

/** The headers that Helmet gives every page with these options. They are always the same, so they are computed once. */
export function pageHeaders(options: HelmetOptions): Record<string, string> {
  const headers: Record<string, string> = {};
  const response = {
    setHeader: (name: string, value: string) => (headers[name.toLowerCase()] = value),
    removeHeader: () => undefined,
  };
  helmet(options)({} as IncomingMessage, response as unknown as ServerResponse, () => undefined);
  return headers;
}
