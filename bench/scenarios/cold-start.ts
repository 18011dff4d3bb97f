import type { Server } from '../../dev/servers/server.js';
import { type Served, serveAll } from '../load/callers.js';
import { tokenRequest } from '../load/request.js';
import { startBroker } from '../servers/broker.js';
import { startTable } from '../servers/table.js';
import { type Upstream, startUpstream } from '../servers/upstream.js';
import { Items } from '../world/items.js';
import type { Scenario } from './scenario.js';

const CLIENTS = 10_000;
const REPLICAS = 3;
/** Cognito's, of an account. */
const QUOTA = 120;
const MINUTE = 60;

/** The fleet with nothing in memory and nothing in the table, when all clients come at once. */
export const coldStart: Scenario = {
  name: 'cold-start',
  async run() {
    const upstream = await startUpstream({ clients: CLIENTS, cognitoQuota: QUOTA });
    const dynamodb = await startTable(new Items(CLIENTS, upstream.key, 'cold'), CLIENTS);
    const brokers = await Promise.all(
      Array.from({ length: REPLICAS }, () => startBroker({ upstream, dynamodb })),
    );
    const first = await minute(brokers, upstream);
    const second = await minute(brokers, upstream);
    for (const server of [...brokers, dynamodb, upstream]) await server.stop();
    const title = 'Cold start: 10,000 clients at once, 3 replicas, Cognito takes 120 a second';
    return {
      title,
      notes: [`First minute: ${first}`, `Second minute: ${second}`],
      outcomes: [],
      against: [],
    };
  },
};

/** All clients ask, each at one replica, for a minute. */
async function minute(brokers: readonly Server[], upstream: Upstream): Promise<string> {
  const before = await upstream.counts();
  const callers = Array.from({ length: CLIENTS }, (_, index) => ({
    url: brokers[index % brokers.length]!.endpoint,
    request: tokenRequest(index + 1),
  }));
  return told(await serveAll(callers, MINUTE), before, await upstream.counts());
}

type Counts = Record<string, number>;

function told({ served, unavailable, failed }: Served, before: Counts, after: Counts): string {
  const calls = (name: string) => (after[name] ?? 0) - (before[name] ?? 0);
  return (
    `${served} of ${CLIENTS} clients served, ${unavailable} answers of 503, ${failed} of another kind; ` +
    `Cognito was asked ${calls('AdminInitiateAuth')} times and threw ${calls('TooManyRequestsException')} back.`
  );
}
