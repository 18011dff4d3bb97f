import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from './app.setup.js';
import { SECOND } from './common/clock.js';
import { VERSION } from './common/version.js';
import type { Config } from './config/config.js';
import { Readiness } from './health/readiness.js';
import { serveMetrics } from './metrics/metrics-server.js';

/** How long requests in flight may take to finish once no new ones are taken. */
const FINISH = 20 * SECOND;

/** Starts the broker and keeps it until SIGTERM or SIGINT, then drains it and ends the process. */
export async function startBroker(config: Config): Promise<void> {
  const logger = new Logger('Broker');
  const app = await createApp(config);
  const metrics = await serveMetrics(config.http);
  await app.listen(config.http.port, config.http.host);
  app.get(Readiness).serve();
  logger.log({ message: 'ready', version: VERSION, url: await app.getUrl() });
  const signal = await askedToStop();
  logger.log({ message: 'draining', signal });
  await drain(app, config);
  metrics?.close();
  logger.log({ message: 'stopped' });
  process.exit(0);
}

/** Readiness turns first, so that load balancers stop sending; then no new requests, and the last ones finish. */
async function drain(app: NestFastifyApplication, { http }: Config): Promise<void> {
  app.get(Readiness).drain();
  await pause(http.drainDelay);
  const closed = app.close();
  await Promise.race([closed, pause(FINISH, undefined, { ref: false })]);
}

/** By which signal. It goes on listening: another one, of somebody impatient, does not cut the drain short. */
function askedToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, resolve);
  });
}
