import type { Server } from '../../dev/servers/server.js';
import { askSteadily, type Caller, type Served, serveAll } from '../load/callers.js';
import { tokenRequest } from '../load/request.js';
import { startBroker } from '../servers/broker.js';
import { type Upstream, startUpstream } from '../servers/upstream.js';
import type { Scenario } from './scenario.js';

/** With nothing in memory and nothing in the table: they all come at once. */
const COLD = 12_000;
/** They have a token that is fresh, and ask once a second. */
const WARM = 100;
const REPLICAS = 3;
/** Cognito's, of an account. */
const QUOTA = 120;
const MINUTE = 60;

/** The fleet when a hundred times as many clients as Cognito signs in a second want a token, beside those that have one. */
export const coldStart: Scenario = {
  name: 'cold-start',
  async run() {
    const upstream = await startUpstream({ clients: WARM + COLD, warm: WARM, cognitoQuota: QUOTA });
    const brokers = await Promise.all(
      Array.from({ length: REPLICAS }, () => startBroker({ upstream, dynamodb: upstream })),
    );
    const warm = askSteadily(callersOf(1, WARM, brokers), 2 * MINUTE);
    const first = await minute(brokers, upstream);
    const second = await minute(brokers, upstream);
    const answered = JSON.stringify(await warm);
    for (const server of [...brokers, upstream]) await server.stop();
    const title = `Cold start: ${COLD} clients at once, 3 replicas, Cognito takes ${QUOTA} a second`;
    return {
      title,
      notes: [
        `First minute: ${first}`,
        `Second minute: ${second}`,
        `Meanwhile ${WARM} clients with a token, each once a second, by status: ${answered}`,
      ],
      outcomes: [],
      against: [],
    };
  },
};

/** All that are cold ask, each at one replica, for a minute. */
async function minute(brokers: readonly Server[], upstream: Upstream): Promise<string> {
  const before = await upstream.counts();
  const callers = callersOf(WARM + 1, COLD, brokers);
  return told(await serveAll(callers, MINUTE), before, await upstream.counts());
}

function callersOf(first: number, count: number, brokers: readonly Server[]): Caller[] {
  return Array.from({ length: count }, (_, index) => ({
    url: brokers[index % brokers.length]!.endpoint,
    request: tokenRequest(first + index),
  }));
}

type Counts = Record<string, number>;

function told({ served, unavailable, failed }: Served, before: Counts, after: Counts): string {
  const calls = (name: string) => (after[name] ?? 0) - (before[name] ?? 0);
  return (
    `${served} of ${COLD} clients served, ${unavailable} answers of 503, ${failed} of another kind; ` +
    `Cognito was asked ${calls('AdminInitiateAuth')} times and threw ${calls('TooManyRequestsException')} back.`
  );
}
