import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { Logger } from '@nestjs/common';
import { collectDefaultMetrics, register } from 'prom-client';
import { errorFields } from '../common/logging/json-logger.js';
import type { Config } from '../config/config.js';

/** Serves Prometheus metrics on the management port; without one there are none. */
export async function serveMetrics({
  host,
  managementPort,
}: Pick<Config['http'], 'host' | 'managementPort'>): Promise<Server | undefined> {
  if (managementPort === undefined) return undefined;
  collectDefaultMetrics();
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
    void answer(response);
  });
  server.listen(managementPort, host);
  await once(server, 'listening');
  return server;
}

async function answer(response: ServerResponse): Promise<void> {
  try {
    const text = await register.metrics();
    response.writeHead(200, { 'content-type': register.contentType }).end(text);
  } catch (error) {
    new Logger('Metrics').error(errorFields(error));
    response.writeHead(500).end();
  }
}
