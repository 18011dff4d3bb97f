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
 * Refuses requests at once while as many of their room as it holds are being worked on, before their bodies are read. One is worked on
 * from when it has arrived, so that slow senders take no room, until its answer is made: a caller that leaves does not end
 * the work.
 */
export function limitInFlight(fastify: FastifyInstance, rooms: readonly Room[]): void {
  // Weak, since a `Map` whose table is renewed links the old one to it: V8 would keep each request until the whole heap is collected.
  const inFlight = new WeakMap<FastifyRequest, Room>();
  const counts = new Map(rooms.map((room) => [room, 0]));
  const roomOf = (request: FastifyRequest) => rooms.find((room) => room.isFor(request));
  const isFull = (room: Room) => counts.get(room)! >= room.max;
  const count = (room: Room, change: 1 | -1) => {
    counts.set(room, counts.get(room)! + change);
    room.inFlight.set(counts.get(room)!);
  };

  fastify.addHook('preParsing', (request, reply, _, done) => {
    const room = roomOf(request);
    if (room && isFull(room)) return refuse(request, reply, room);
    done();
  });
  fastify.addHook('preValidation', (request, reply, done) => {
    const room = roomOf(request);
    if (!room) return done();
    if (isFull(room)) return refuse(request, reply, room);
    inFlight.set(request, room);
    count(room, 1);
    done();
  });
  fastify.addHook('onSend', (request, _reply, _payload, done) => {
    const room = inFlight.get(request);
    if (room && inFlight.delete(request)) count(room, -1);
    done();
  });
}

/** Counted rather than logged one by one: there are many. */
function refuse({ id }: FastifyRequest, reply: FastifyReply, room: Room): void {
  room.refused.inc();
  const { status, headers, body } = room.refusal(id);
  void reply.status(status).headers(headers).send(JSON.stringify(body));
}
