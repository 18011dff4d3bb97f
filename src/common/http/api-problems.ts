import { STATUS_CODES } from 'node:http';
import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { PROBLEMS } from '../errors/problem-catalogue.js';
import { ProblemDto } from './problem.dto.js';

type Status = (typeof PROBLEMS)[keyof typeof PROBLEMS]['status'];

/** Documents problems that an operation may answer with, by status. */
export function ApiProblems(...statuses: Status[]): MethodDecorator & ClassDecorator {
  const responses = statuses.map((status) => ApiResponse({ status, description: describe(status), content }));
  return applyDecorators(ApiExtraModels(ProblemDto), ...responses);
}

const content = { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } };

function describe(status: Status): string {
  return `${STATUS_CODES[status]}: \`code\` says what it is about.`;
}
