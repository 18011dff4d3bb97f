import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import Provider from 'oidc-provider';

/** Another authorization server that knows the same client: its answers tell how others read the RFCs. */
export interface Oracle {
  /** Where it listens; its endpoints have our paths. */
  readonly url: string;
  stop(): void;
}

/** `oidc-provider`, with one client that may ask for tokens, introspect and revoke. */
export async function startOracle(client: { clientId: string; secret: string }): Promise<Oracle> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = makeProvider(url, client);
  const answer = provider.callback();
  server.on('request', (request, response) => void answer(request, response));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url, stop };
}

function makeProvider(url: string, { clientId, secret }: { clientId: string; secret: string }): Provider {
  // It warns of what does not matter to an oracle: keys and storage of its own.
  for (const method of ['info', 'warn'] as const)
    jest.spyOn(console, method).mockImplementation(() => undefined);
  return new Provider(url, {
    clients: [
      {
        client_id: clientId,
        client_secret: secret,
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
        scope: 'orders:read',
      },
    ],
    scopes: ['orders:read'],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      revocation: { enabled: true },
    },
    routes: { token: '/oauth/token', revocation: '/oauth/revoke', introspection: '/oauth/introspect' },
  });
}
