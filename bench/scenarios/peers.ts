import type { Server } from '../../dev/servers/server.js';
import { evenly, tokenRequest } from '../load/request.js';
import { measure } from '../load/rounds.js';
import { startDex, hasDex } from '../servers/dex.js';
import { startFastify, startNest, startOidcProvider } from '../servers/peers.js';
import { CONNECTIONS, type Scenario } from './scenario.js';
import { touchEach, withBroker } from './with-broker.js';

/** Tokens of them are fresh in the broker's memory. */
export const HOT = 1_000;

/** The broker beside its peers: the same request, of 1,000 clients. */
export const peers: Scenario = {
  name: 'peers',
  run: (effort) =>
    withBroker({}, async ({ broker, readsOf }) => {
      await touchEach(broker, HOT);
      const others = await startPeers();
      const pick = evenly(HOT);
      const load = { connections: CONNECTIONS, next: () => tokenRequest(pick()), status: 200 };
      const subjects = [...others, ['broker', broker] as const].map(([name, server]) => ({
        name,
        server,
        load,
      }));
      const { result: outcomes, told } = await readsOf(() => measure(subjects, effort));
      await Promise.all(others.map(([, server]) => server.stop()));
      return {
        title: 'Beside the peers: client_credentials, 1,000 clients',
        notes: [told],
        outcomes,
        against: AGAINST,
      };
    }),
};

const AGAINST = ['bare Nest', 'oidc-provider RS256', 'Dex ES256'];

async function startPeers(): Promise<(readonly [string, Server])[]> {
  const known: (readonly [string, Server])[] = [
    ['bare Fastify', await startFastify()],
    ['bare Nest', await startNest()],
    ['oidc-provider opaque', await startOidcProvider('opaque', HOT)],
    ['oidc-provider RS256', await startOidcProvider('jwt', HOT)],
  ];
  return hasDex ? [...known, ['Dex ES256', await startDex(HOT)]] : known;
}
