import { HttpException } from '@nestjs/common';
import { DependencyError } from '../errors/dependency-errors.js';
import { problemResponse } from '../errors/problem-body.js';
import type { ProblemCode } from '../errors/problem-catalogue.js';
import { Problem } from '../errors/problem.js';
import { BadCursor } from '../page.js';
import type { ErrorResponse, ErrorWriter } from './error-writer.js';

/** What the HTTP layer itself refuses, by the status it gives. */
const BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed_request',
  404: 'not_found',
  405: 'method_not_allowed',
  408: 'request_timeout',
  413: 'payload_too_large',
  414: 'malformed_request',
  415: 'unsupported_media_type',
  431: 'headers_too_large',
};

/** RFC 9457 for everything that no other writer is for. */
export class ProblemWriter implements ErrorWriter {
  writesFor(): boolean {
    return true;
  }

  write(error: unknown, requestId: string): ErrorResponse {
    return problemResponse(toProblem(error), requestId);
  }
}

/** Any error as a problem; one that nobody foresaw is `internal_error`, its text kept from the caller. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DependencyError)
    return new Problem('temporarily_unavailable', { retryAfter: error.retryAfter });
  if (error instanceof BadCursor) return new Problem('bad_cursor');
  return new Problem(BY_STATUS[httpStatusOf(error) ?? 500] ?? 'internal_error');
}

/** The status that Nest or Fastify gave an error of theirs. */
export function httpStatusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | undefined)?.statusCode;
  return typeof status === 'number' ? status : undefined;
}
