import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { normalAddress } from '../common/http/caller-address.js';
import type { FastifyRequest } from './guarded-request.js';
import { bearerTokenIn } from './authenticator.js';
import type { Caller } from './caller.js';

/** The {@link Caller} of the request at hand, as a handler's parameter. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return callerOf(request);
});

/** The access token by which the caller has signed in, as a handler's parameter; a secret. */
export const CallersToken = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
  return bearerTokenIn(headers.authorization)!;
});

export function callerOf(request: FastifyRequest): Caller {
  const { principal, id, ip, deadline } = request;
  return { principal, requestId: id, ip: normalAddress(ip), signal: deadline };
}
