import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import { DependencyMisconfigured } from '../errors/dependency-errors.js';
import { errorFields } from '../logging/json-logger.js';
import { pathOf } from './access-log.js';
import type { ErrorResponse, ErrorWriter } from './error-writer.js';
import type { FastifyReply, FastifyRequest } from './fastify-request.js';

/** The one place where errors become answers: the first writer that is for the path tells it. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Error');

  constructor(private readonly writers: readonly ErrorWriter[]) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** For what never reaches a Nest handler, too. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const response = this.responseTo(error, request);
    if (response.status >= 500) this.report(error, request, response);
    void reply.status(response.status).headers(response.headers).send(JSON.stringify(response.body));
  }

  private responseTo(error: unknown, request: FastifyRequest): ErrorResponse {
    // What the router matched, since it decodes: /%6fauth/token is /oauth/token.
    const path = request.routeOptions?.url ?? pathOf(request.url);
    const writer = this.writers.find((one) => one.writesFor(path));
    if (writer === undefined) throw new Error('no writer is for every path');
    return writer.write(error, request.id);
  }

  /** What a person has to mend is an error; what passes by itself is a warning. */
  private report(error: unknown, request: FastifyRequest, { status }: ErrorResponse): void {
    const line = { ...errorFields(error), status, requestId: request.id, route: request.routeOptions.url };
    if (status === 500 || error instanceof DependencyMisconfigured) this.logger.error(line);
    else this.logger.warn(line);
  }
}
