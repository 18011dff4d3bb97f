import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { problemResponse } from '../errors/problem-body.js';
import { PROBLEMS, type ProblemCode } from '../errors/problem-catalogue.js';
import { Problem } from '../errors/problem.js';
import { ProblemDto } from './problem.dto.js';

type Status = (typeof PROBLEMS)[ProblemCode]['status'];
/** Statuses that say enough by themselves: what stands behind another one has to be named. */
type PlainStatus = Exclude<Status, 400 | 401 | 403 | 409>;

/** What may be wrong with a body that has no fields. */
export const NO_FIELDS = ['malformed_request', 'payload_too_large', 'unsupported_media_type'] as const;
/** What may be wrong with a body. */
export const FIELDS = ['validation_failed', ...NO_FIELDS] as const;
/** What may be wrong with a repeat of a request that makes something. */
export const REPEATED = ['idempotency_in_progress', 'idempotency_key_reused'] as const;
/** What may be wrong with the query of a list. */
export const PAGE = ['validation_failed', 'bad_cursor'] as const;

const CODES = Object.keys(PROBLEMS) as ProblemCode[];
const REQUEST_ID = '8a4c0a8e-2f0c-4f4e-9b59-0a2f8ad5c3b1';

/** Documents problems that an operation may answer with: by code, or by a status. */
export function ApiProblems(...problems: (ProblemCode | PlainStatus)[]): MethodDecorator & ClassDecorator {
  const named = new Set<ProblemCode | Status>(problems);
  const codes = CODES.filter((code) => named.has(code) || named.has(PROBLEMS[code].status));
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))];
  const responses = statuses.map((status) => ofStatus(status, codes));
  return applyDecorators(ApiExtraModels(ProblemDto), ...responses);
}

/** An example of every problem, by its code: the OpenAPI document has them as components. */
export const PROBLEM_EXAMPLES = Object.fromEntries(CODES.map((code) => [code, exampleOf(code)]));

function ofStatus(status: Status, codes: readonly ProblemCode[]): MethodDecorator & ClassDecorator {
  const its = codes.filter((code) => PROBLEMS[code].status === status);
  const examples = Object.fromEntries(its.map((code) => [code, { $ref: `#/components/examples/${code}` }]));
  const description = its.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join('\n\n');
  const content = {
    'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) }, examples },
  };
  return ApiResponse({ status, description, content });
}

function exampleOf(code: ProblemCode) {
  const errors = [{ field: 'name', message: 'name must be a string' }];
  const problem = new Problem(code, code === 'validation_failed' ? { errors } : {});
  return { summary: PROBLEMS[code].title, value: problemResponse(problem, REQUEST_ID).body };
}
