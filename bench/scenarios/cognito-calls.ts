import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Server } from '../../dev/servers/server.js';
import { DAY, MINUTE, SECOND } from '../../src/common/clock.js';
import { isAgeing, isFresh } from '../../src/tokens/bearer-token-rules.js';
import { tokenRequest } from '../load/request.js';
import { startBroker } from '../servers/broker.js';
import { startTable } from '../servers/table.js';
import { type Upstream, startUpstream } from '../servers/upstream.js';
import { OF_CLIENTS } from '../upstream/cognito.js';
import { Items } from '../world/items.js';
import type { Scenario } from './scenario.js';

const CLIENTS = 5;
const REPLICAS = 3;
/** Of an ID token: Cognito's default for this broker. */
const TOKEN_LIFE = 15 * MINUTE;
/** A token is answered again for so long, and a new one is fetched behind the answer from this time on. */
const LIFE = { iat: 0, exp: TOKEN_LIFE / SECOND };
const SECONDS = Array.from({ length: LIFE.exp }, (_, second) => second);
const REUSED = SECONDS.findIndex((second) => !isFresh(LIFE, second)) * SECOND;
const AGEING = SECONDS.findIndex((second) => isAgeing(LIFE, second)) * SECOND;
const STEP = MINUTE;
/** The calls to Cognito are counted so often, and time jumps once there were no more. */
const LOOK = SECOND / 10;

const travelling = {
  NODE_OPTIONS: `--import=${fileURLToPath(new URL('../world/travelling-clock.js', import.meta.url))}`,
  STEP_MS: String(STEP),
};

/** A day in which every client asks every replica every minute: how often is Cognito asked? */
export const cognitoCalls: Scenario = {
  name: 'cognito-calls',
  async run() {
    const upstream = await startUpstream({
      clients: CLIENTS,
      env: { ...travelling, TOKEN_LIFE: String(TOKEN_LIFE / SECOND) },
    });
    const dynamodb = await startTable(new Items(CLIENTS, upstream.key, 0), CLIENTS);
    const brokers: Server[] = [];
    while (brokers.length < REPLICAS)
      brokers.push(
        await startBroker({
          upstream,
          dynamodb,
          env: { ...travelling, ID_TOKEN_MINUTES: String(TOKEN_LIFE / MINUTE) },
        }),
      );
    const before = await callsOf(upstream);
    const refused = await playDay(brokers, upstream);
    const calls = (await callsOf(upstream)) - before;
    for (const server of [...brokers, dynamodb, upstream]) await server.stop();
    return {
      title: 'Cognito calls: 3 replicas, a day of simulated time',
      notes: [told(calls, refused)],
      outcomes: [],
      against: [],
    };
  },
};

/** @returns the statuses of what was no token */
async function playDay(brokers: readonly Server[], upstream: Upstream): Promise<number[]> {
  const refused: number[] = [];
  for (let time = 0; time < DAY; time += STEP) {
    const asked = brokers.flatMap((broker) =>
      Array.from({ length: CLIENTS }, (_, index) => statusOf(broker, index + 1)),
    );
    refused.push(...(await Promise.all(asked)).filter((status) => status !== 200));
    await settled(upstream);
    for (const { pid } of [upstream, ...brokers]) process.kill(pid, 'SIGUSR2');
    // Signals are seen before what arrives later.
    await Promise.all([upstream, ...brokers].map(({ endpoint }) => fetch(`${endpoint}/health/live`)));
  }
  return refused;
}

/** A jump would end the claims of refreshes that are under way: waits until there is none, nor one that waits for one. */
async function settled(upstream: Upstream): Promise<void> {
  let [before, calls] = [-1, await callsOf(upstream)];
  while (calls !== before) {
    await pause(before < 0 ? LOOK : 10 * LOOK);
    [before, calls] = [calls, await callsOf(upstream)];
  }
}

async function callsOf(upstream: Upstream): Promise<number> {
  return (await upstream.counts())[OF_CLIENTS] ?? 0;
}

async function statusOf({ endpoint }: Server, client: number): Promise<number> {
  const { path, ...request } = tokenRequest(client);
  const response = await fetch(endpoint + path, request);
  await response.arrayBuffer();
  return response.status;
}

function told(calls: number, refused: readonly number[]): string {
  const answers = (DAY / STEP) * CLIENTS * REPLICAS;
  const a = (window: number) => ((calls / CLIENTS) * (window / DAY)).toFixed(3);
  return (
    `${answers} answers, ${refused.length} of them no token (${[...new Set(refused)].join()}); Cognito was asked ${calls} times for ${CLIENTS} clients: ` +
    `${a(REUSED)} times a credential in the ${REUSED / SECOND} s that a token is answered again, ` +
    `${a(AGEING)} times in the ${AGEING / SECOND} s before a new one is fetched behind the answer.`
  );
}
