import { type Health, runServer } from '../../dev/servers/run-server.js';
import type { Server } from '../../dev/servers/server.js';
import { onMeasuredCore } from './cores.js';
import { script, scriptEnvironment } from './script.js';

/** All of them answer `POST /oauth/token`; a bare GET of it is none that they know, or not allowed. */
export const startFastify = () => startPeer('A bare Fastify', 'peers/fastify.ts');
export const startNest = () => startPeer('A bare Nest', 'peers/nest.ts');

/** @param clients how many it knows, the first @param upstream where it reads them */
export function startOneRead(upstream: string, clients: number): Promise<Server> {
  return startPeer('A bare Node', 'peers/one-read.ts', { UPSTREAM: upstream, CLIENTS: String(clients) });
}

/** @param clients how many it knows */
export function startOidcProvider(format: 'opaque' | 'jwt', clients: number): Promise<Server> {
  const env = { FORMAT: format, CLIENTS: String(clients), NODE_ENV: 'production' };
  return startPeer('oidc-provider', 'peers/oidc-provider.ts', env);
}

function startPeer(name: string, path: string, env: Record<string, string> = {}): Promise<Server> {
  const health: Health = { path: '/oauth/token', status: 404 };
  const command = ({ port }: { port: number }) => ({
    ...onMeasuredCore(script(path)),
    env: { ...scriptEnvironment, PORT: String(port), ...env },
  });
  return runServer({ name, health, command }, { onOutput: console.error });
}
