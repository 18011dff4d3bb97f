import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Problem } from '../common/errors/problem.js';
import type { FastifyRequest } from './guarded-request.js';
import { Authenticator } from './authenticator.js';
import { POLICY, type Policy } from './policy.js';

/** The one guard of all routes: what no policy opens stays shut. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const policy = this.reflector.getAllAndOverride<Policy | undefined>(POLICY, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (policy === undefined) throw new Error(`${context.getClass().name} has a route without a policy`);
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    request.principal = { type: 'anonymous' };
    if (policy.kind !== 'public') await this.admit(request, policy);
    return true;
  }

  private async admit(request: FastifyRequest, policy: Exclude<Policy, { kind: 'public' }>): Promise<void> {
    const person = await this.authenticator.authenticate(request.headers.authorization, request.deadline);
    if (person !== undefined) request.principal = person;
    if (policy.kind === 'anyone') return;
    if (person === undefined) throw new Problem('authentication_required');
    if (!policy.roles.includes(person.type)) throw new Problem('forbidden');
  }
}
