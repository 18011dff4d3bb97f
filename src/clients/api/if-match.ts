import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Problem } from '../../common/errors/problem.js';
import type { FastifyRequest } from '../../common/http/fastify-request.js';

/** The entity tag of a version (RFC 9110 §8.8.3): strong. */
export function entityTag({ version }: { readonly version: number }): string {
  return `"${version}"`;
}

/** The version that `If-Match` names, as a handler's parameter (RFC 9110 §13.1.1; RFC 6585 §3 when it is missing). */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (header === undefined) throw new Problem('precondition_required');
  const version = /^"(\d{1,15})"$/.exec(header)?.[1];
  if (version === undefined) throw new Problem('stale_version');
  return Number(version);
});
