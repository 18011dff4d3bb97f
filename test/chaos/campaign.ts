import { setTimeout as pause } from 'node:timers/promises';
import type { Ground } from '../support/broker.js';
import { emulators } from '../support/emulators.js';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.js';
import { Fleet } from './fleet.js';
import type { History } from './history.js';
import { judgeCoverage } from './judge/coverage.js';
import { Random } from './random.js';
import { Recorder } from './recorder.js';
import type { Roster } from './roster.js';
import { Weather } from './weather.js';
import { Worker, type Workshop } from './worker.js';

const REPLICAS = 3;
const WORKERS = 16;
/** A replica is killed after so many operations, and each at least once. */
const BETWEEN_KILLS = 2_000;
/** Before it, the workers have made something to work with. */
const FIRST_KILL = 100;
/** More times the operations asked for are not played, whatever has been seen. */
const MOST = 5;
/** Where too little has been seen, the campaign goes on for so many operations, and looks again. */
const AT_LEAST_MORE = 50;
/** How often the campaign looks how far it is, ms. */
const LOOK_AGAIN = 20;

export interface CampaignSettings {
  readonly ops: number;
  readonly seed: number;
  readonly ground: Ground;
  readonly roster: Roster;
  readonly accessToken: string;
  /** Hears now and then how many operations are done. */
  readonly onProgress: (done: number) => void;
}

/** What a campaign leaves but for the state that is stored then. */
export type Story = Omit<History, 'standing'> & {
  readonly recorder: Recorder;
  /** The exit codes of the processes. */
  readonly exits: readonly (number | null)[];
  readonly faults: ReadonlyMap<string, number>;
};

/**
 * Sixteen workers against three broker processes, which are killed in turn, before dependencies that fail now and then.
 * In the end all processes are stopped, as they are when they are well.
 */
export async function runCampaign(settings: CampaignSettings): Promise<Story> {
  const { dynamodb, cognitoLocal } = emulators();
  const [table, pools] = await Promise.all([startFaultProxy(dynamodb), startFaultProxy(cognitoLocal)]);
  const fleet = await Fleet.start(REPLICAS, settings.ground, environment(table, pools));
  try {
    return await play(settings, fleet, table, pools);
  } finally {
    await fleet.stop();
    await Promise.all([table.stop(), pools.stop()]);
  }
}

async function play(
  { ops, seed, roster, accessToken, onProgress }: CampaignSettings,
  fleet: Fleet,
  table: FaultProxy,
  pools: FaultProxy,
): Promise<Story> {
  const random = new Random(seed);
  const recorder = new Recorder();
  const shop: Workshop = { fleet, recorder, roster, accessToken };
  const weather = new Weather(table, pools, random.fork());
  const workers = Array.from({ length: WORKERS }, (_, id) => new Worker(id, random.fork(), shop));
  let isOver = false;
  const conducting = conduct(fleet, recorder, { ops, onProgress }).finally(() => (isOver = true));
  const working = workers.map((worker) => worker.work(() => isOver));
  await Promise.all([conducting, weather.blow(() => isOver), ...working]);
  weather.clear();
  const exits = await fleet.stop();
  const { operations, kills } = recorder;
  return { replicas: fleet.size, operations, kills, recorder, exits, faults: weather.seen };
}

/** Kills in turn, and goes on until all is done and seen that has to be; within reason. */
async function conduct(
  fleet: Fleet,
  recorder: Recorder,
  { ops, onProgress }: Pick<CampaignSettings, 'ops' | 'onProgress'>,
): Promise<void> {
  const { operations, kills } = recorder;
  const reached = async (count: number) => {
    while (operations.length < count) await pause(LOOK_AGAIN);
  };
  const every = Math.min(BETWEEN_KILLS, Math.floor(ops / (REPLICAS + 1)));
  for (let kill = 0; (kill + 1) * every < ops; kill++) {
    await reached(kill * every + FIRST_KILL);
    recorder.killed(kill % REPLICAS);
    await fleet.kill(kill % REPLICAS);
    await fleet.restart(kill % REPLICAS);
    onProgress(operations.length);
  }
  await reached(ops);
  const isTame = () => judgeCoverage({ replicas: fleet.size, operations, kills }).length > 0;
  for (let more = ops; more < MOST * ops && isTame(); more += AT_LEAST_MORE)
    await reached(more + AT_LEAST_MORE);
}

function environment(table: FaultProxy, pools: FaultProxy): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: pools.endpoint,
    MAX_CLOCK_SKEW: '0',
    RATE_LIMITS: 'off',
    TABLE_TRY_TIMEOUT: '250',
  };
}
