import type { FastifyInstance } from 'fastify';
import type { ErrorResponse } from './error-writer.js';
import type { FastifyReply, FastifyRequest } from './fastify-request.js';

/** The requests that share a limit. */
export interface Room {
  /** How many are worked on at the same time. */
  readonly max: number;
  isFor(request: FastifyRequest): boolean;
  /** What one that finds no room is told. */
  refusal(requestId: string): ErrorResponse;
  readonly inFlight: { set(count: number): void };
  readonly refused: { inc(): void };
}

/**
 * Refuses requests at once while `max` of their room are being worked on, before their bodies are read. One is worked on
 * from when it has arrived, so that slow senders take no room, until its answer is made: a caller that leaves does not end
 * the work.
 */
export function limitInFlight(fastify: FastifyInstance, room: Room): void {
  const inFlight = new Set<FastifyRequest>();
  const isRefused = (request: FastifyRequest) => inFlight.size >= room.max && room.isFor(request);

  fastify.addHook('preParsing', (request, reply, _, done) => {
    if (isRefused(request)) return refuse(request, reply, room);
    done();
  });
  fastify.addHook('preValidation', (request, reply, done) => {
    if (isRefused(request)) return refuse(request, reply, room);
    if (room.isFor(request)) room.inFlight.set(inFlight.add(request).size);
    done();
  });
  fastify.addHook('onSend', (request, _reply, _payload, done) => {
    if (inFlight.delete(request)) room.inFlight.set(inFlight.size);
    done();
  });
}

/** Counted rather than logged one by one: there are many. */
function refuse({ id }: FastifyRequest, reply: FastifyReply, room: Room): void {
  room.refused.inc();
  const { status, headers, body } = room.refusal(id);
  void reply.status(status).headers(headers).send(JSON.stringify(body));
}
