import type { Server } from '../../dev/servers/server.js';
import { evenly, tokenRequest } from '../load/request.js';
import { type Effort, measure } from '../load/rounds.js';
import type { Table } from '../report/table.js';
import { startDex, hasDex } from '../servers/dex.js';
import { startFastify, startNest, startOidcProvider, startOneRead } from '../servers/peers.js';
import { CONNECTIONS, type Scenario } from './scenario.js';
import { touchEach, withBroker } from './with-broker.js';

/** Tokens of them are fresh in the broker's memory. */
export const HOT = 1_000;

/** The broker beside its peers: the same request, of 1,000 clients. */
export const peers = withConnections('peers', CONNECTIONS);
/** So many that the broker never waits for its table with nothing to do. */
export const busyPeers = withConnections('busy-peers', 4 * CONNECTIONS);

function withConnections(name: string, connections: number): Scenario {
  return { name, run: (effort) => besidePeers(effort, connections) };
}

function besidePeers(effort: Effort, connections: number): Promise<Table> {
  return withBroker({}, async ({ broker, upstream }) => {
    await touchEach(broker, HOT);
    const others = await startPeers(upstream);
    const pick = evenly(HOT);
    const load = { connections, next: () => tokenRequest(pick()), status: 200 };
    const subjects = [...others, ['broker', broker] as const].map(([name, server]) => ({
      name,
      server,
      load,
    }));
    const outcomes = await measure(subjects, effort);
    await Promise.all(others.map(([, server]) => server.stop()));
    return {
      title: `Beside the peers: client_credentials, 1,000 clients, ${connections} connections`,
      notes: [],
      outcomes,
      against: AGAINST,
    };
  });
}

const AGAINST = ['bare Nest', 'bare Node, one read', 'oidc-provider RS256', 'Dex ES256'];

async function startPeers({ endpoint }: Server): Promise<(readonly [string, Server])[]> {
  const known: (readonly [string, Server])[] = [
    ['bare Fastify', await startFastify()],
    ['bare Nest', await startNest()],
    ['bare Node, one read', await startOneRead(endpoint, HOT)],
    ['oidc-provider opaque', await startOidcProvider('opaque', HOT)],
    ['oidc-provider RS256', await startOidcProvider('jwt', HOT)],
  ];
  return hasDex ? [...known, ['Dex ES256', await startDex(HOT)]] : known;
}
