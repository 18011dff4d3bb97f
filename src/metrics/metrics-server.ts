import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { collectDefaultMetrics, register } from 'prom-client';
import type { Config } from '../config/config.js';

/** Serves Prometheus metrics on the management port; without one there are none. */
export async function serveMetrics({ host, managementPort }: Config['http']): Promise<Server | undefined> {
  if (managementPort === undefined) return undefined;
  collectDefaultMetrics();
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
    void register
      .metrics()
      .then((text) => response.writeHead(200, { 'content-type': register.contentType }).end(text));
  });
  server.listen(managementPort, host);
  await once(server, 'listening');
  return server;
}
