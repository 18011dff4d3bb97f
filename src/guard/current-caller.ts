import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { normalAddress } from '../common/http/caller-address.js';
import type { FastifyRequest } from './guarded-request.js';
import type { Caller } from './caller.js';

/** The {@link Caller} of the request at hand, as a handler's parameter. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return callerOf(request);
});

export function callerOf(request: FastifyRequest): Caller {
  const { principal, id, ip, deadline } = request;
  return { principal, requestId: id, ip: normalAddress(ip), signal: deadline };
}
