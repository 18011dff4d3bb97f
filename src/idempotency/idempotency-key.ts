import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { Problem } from '../common/errors/problem.js';
import { resourcePath } from '../common/http/resource-path.js';
import type { FastifyRequest } from '../guard/guarded-request.js';
import type { IdempotencyId } from './idempotency-store.js';

/**
 * draft-ietf-httpapi-idempotency-key-header §2.1 makes it a quoted string. Taken to the letter, quotes and all: no two
 * keys that differ as sent are the same. One sent twice arrives joined by a comma and a space, and so does not match.
 */
const KEY = /^[\x21-\x7e]{1,255}$/;
const HEADER = 'Idempotency-Key';
const BAD_KEY = { field: HEADER, message: 'must be 1 to 255 visible ASCII characters, sent once' };

/** A request that makes something, as far as its repeats have to be equal to it. */
export interface CreatingRequest {
  /** Absent: no key was sent, or by somebody who has not signed in; a repeat is another request. */
  readonly id?: IdempotencyId;
  readonly bodyHash: string;
  /** Aborts at the request's deadline. */
  readonly signal: AbortSignal;
}

/** The {@link CreatingRequest} at hand, as a handler's parameter. @throws Problem `validation_failed` */
export const Creating = createParamDecorator((_: unknown, context: ExecutionContext): CreatingRequest => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const { principal, method, headers, body, deadline } = request;
  const key = headers[HEADER.toLowerCase()]?.toString();
  if (key !== undefined && !KEY.test(key)) throw new Problem('validation_failed', { errors: [BAD_KEY] });
  const isOurs = key !== undefined && 'userId' in principal;
  const id = isOurs
    ? { principal: principal.userId, request: `${method} ${resourcePath(request)} ${hash(key)}` }
    : undefined;
  // §2.4: the fingerprint is of what is said, not of how it is written down.
  return { id, bodyHash: hash(canonical(body)), signal: deadline };
});

/** Documents the header of an operation that takes {@link Creating}; what it may lead to, `REPEATED` does (§2.7). */
export const ApiIdempotencyKey = () =>
  ApiHeader({
    name: HEADER,
    required: false,
    description:
      'Any text of your own, such as a UUID: for ten minutes a repeat with it gets the first answer again, and makes nothing.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: KEY.source },
  });

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** One text for all JSON of the same meaning: fields in one order, no white space. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (isRecord(part) ? sorted(part) : part));
}

function sorted(record: object): object {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
