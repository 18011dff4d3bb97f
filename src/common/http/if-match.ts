import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { ANY_EDITION } from '../edition.js';
import { Problem } from '../errors/problem.js';
import type { FastifyRequest } from './fastify-request.js';

/** RFC 9110 §8.8.3: one strong entity tag. */
const ENTITY_TAG = /^"([\x21\x23-\x7e]*)"$/;

/** The edition that `If-Match` names, as a handler's parameter (RFC 6585 §3 when it is missing). */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (header === undefined) throw new Problem('precondition_required');
  // RFC 9110 §13.1.1: `*` is true of whatever is there.
  if (header === '*') return ANY_EDITION;
  const edition = ENTITY_TAG.exec(header)?.[1];
  if (edition === undefined) throw new Problem('stale_version');
  return edition;
});

/** Documents `If-Match` of an operation that takes {@link IfMatch}. */
export const ApiIfMatch = () =>
  ApiHeader({
    name: 'If-Match',
    required: true,
    description: 'The `ETag` of the last GET, with its quotes; `*`: whatever it is by now.',
    example: '*',
  });
