import 'reflect-metadata';
import { NestFactory, Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { portalRooms } from './admin/portal-rooms.js';
import { AppModule } from './app.module.js';
import { logRequests } from './common/http/access-log.js';
import { allowOrigins } from './common/http/cors.js';
import { serveDirectRoutes } from './common/http/direct-route.js';
import { ErrorFilter } from './common/http/error.filter.js';
import { createFastifyAdapter } from './common/http/fastify-adapter.js';
import type { FastifyRequest } from './common/http/fastify-request.js';
import { JsonBodyInterceptor } from './common/http/json-body.interceptor.js';
import { KnownPaths } from './common/http/known-paths.js';
import { limitInFlight } from './common/http/limit-in-flight.js';
import { ProblemWriter } from './common/http/problem-writer.js';
import { giveContext } from './common/http/request-context.js';
import { protectAnswers } from './common/http/security-headers.js';
import { ValidationPipe } from './common/http/validation.pipe.js';
import { JsonLogger } from './common/logging/json-logger.js';
import type { Config } from './config/config.js';
import { measureRequests } from './metrics/request-metrics.js';
import { DOCS_HEADERS, serveDocs } from './openapi/openapi.js';
import { servePortal } from './portal/portal.js';
import { Authenticator } from './guard/authenticator.js';
import { Problem } from './common/errors/problem.js';
import { tokenRoom } from './tokens/token-room.js';
import { oauthErrorWriters } from './tokens/oauth-error-writer.js';

/** The whole service, ready to listen: what main and the tests share. */
export async function createApp(config: Config): Promise<NestFastifyApplication> {
  const errors = new ErrorFilter([
    ...oauthErrorWriters(new URL(config.http.publicUrl).host),
    new ProblemWriter(),
  ]);
  const adapter = createFastifyAdapter(config.http.trustedProxies, errors);
  const fastify = adapter.getInstance();
  if (config.tracing) (await import('./tracing/tracing.js')).startTracing(fastify);
  giveContext(fastify);
  logRequests(fastify);
  measureRequests(fastify);
  limitInFlight(fastify, [
    tokenRoom(config.maxTokenRequestsInFlight),
    ...portalRooms(config.maxPortalRequestsInFlight),
  ]);
  const paths = new KnownPaths(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config), adapter, {
    bodyParser: false,
    logger: new JsonLogger(config.logLevel),
    abortOnError: false,
  });
  protectAnswers(fastify, DOCS_HEADERS);
  app.useGlobalFilters(errors);
  app.useGlobalInterceptors(new JsonBodyInterceptor(app.get(Reflector)));
  app.useGlobalPipes(new ValidationPipe());
  if (config.http.corsOrigins.length > 0) allowOrigins(app, config.http.corsOrigins);
  if (config.http.swagger) serveDocs(app);
  serveDirectRoutes(fastify, errors, (controller) => app.get<object>(controller, { strict: false }));
  if (config.http.portal) await servePortal(fastify);
  await app.init();
  paths.refuseOtherMethods(errors, admit(app.get(Authenticator)));
  await fastify.ready();
  return app;
}

/** 401 comes before 405: below /api only who has signed in learns which methods there are. */
function admit(authenticator: Authenticator): (request: FastifyRequest) => Promise<void> {
  return async ({ routeOptions, headers, deadline }) => {
    if (!routeOptions.url?.startsWith('/api/')) return;
    const person = await authenticator.authenticate(headers.authorization, deadline);
    if (person === undefined) throw new Problem('authentication_required');
  };
}
