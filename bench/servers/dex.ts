import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runServer } from '../../dev/servers/run-server.js';
import type { Server } from '../../dev/servers/server.js';
import { partner } from '../world/partners.js';
import { onMeasuredCore } from './cores.js';

/** Whether there is a `dex` to compare with. */
export const hasDex = spawnSync('dex', ['version']).status === 0;

/** Dex with its storage in memory, signing by ES256. @param clients how many it knows */
export function startDex(clients: number): Promise<Server> {
  return runServer(
    {
      name: 'Dex',
      health: { path: '/oauth/.well-known/openid-configuration', status: 200 },
      command: ({ port, directory }) => {
        const file = join(directory, 'dex.json');
        writeFileSync(file, JSON.stringify(configuration(port, clients)));
        return {
          ...onMeasuredCore({ file: 'dex', args: ['serve', file] }),
          env: { DEX_CLIENT_CREDENTIAL_GRANT_ENABLED_BY_DEFAULT: 'true' },
        };
      },
    },
    { onOutput: console.error },
  );
}

/** Its token endpoint is below its issuer: `/oauth/token`, like all others'. */
function configuration(port: number, clients: number): object {
  return {
    issuer: `http://127.0.0.1:${port}/oauth`,
    storage: { type: 'memory' },
    web: { http: `127.0.0.1:${port}` },
    logger: { level: 'error' },
    oauth2: { grantTypes: ['client_credentials'] },
    signer: { type: 'local', config: { keysRotationPeriod: '6h', algorithm: 'ES256' } },
    enablePasswordDB: true,
    staticClients: Array.from({ length: clients }, (_, index) => {
      const { client, credential } = partner(index + 1);
      return { id: client.id, secret: credential, name: client.name, redirectURIs: ['http://127.0.0.1/'] };
    }),
  };
}
