import type { FastifyReply } from './fastify-request.js';

/** Documents the entity tag of an answer. */
export const TAGGED = {
  ETag: { description: 'For If-Match.', schema: { type: 'string', example: '"ob9G4b2dRq3Vj7Wm0TzQxA"' } },
} as const;

/** Gives an answer the entity tag of what it tells of (RFC 9110 §8.8.3). */
export function tag(reply: FastifyReply, edition: string): void {
  void reply.header('etag', `"${edition}"`);
}
