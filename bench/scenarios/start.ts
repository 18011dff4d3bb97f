import { usageOf } from '../load/process-usage.js';
import { startBroker } from '../servers/broker.js';
import { startUpstream } from '../servers/upstream.js';
import type { Scenario } from './scenario.js';
import { STORED } from './with-broker.js';

/** From the start of the process until it says that it is ready, with all it needs up; asked every 50 ms. */
export const start: Scenario = {
  name: 'start',
  async run({ rounds }) {
    const upstream = await startUpstream({ clients: STORED });
    const times: number[] = [];
    const cpu: number[] = [];
    while (times.length < rounds) {
      const since = performance.now();
      const broker = await startBroker({ upstream, dynamodb: upstream });
      times.push(performance.now() - since);
      cpu.push((usageOf(broker.pid)?.cpu ?? NaN) * 1_000);
      await broker.stop();
    }
    await upstream.stop();
    const notes = [`${told(times)}, of which CPU ${told(cpu)}, in ${rounds} starts.`];
    return { title: 'Start to ready', notes, outcomes: [], against: [] };
  },
};

function told(times: readonly number[]): string {
  return `${quantile(times, 0.5)} ms (${quantile(times, 0)} to ${quantile(times, 1)})`;
}

function quantile(times: readonly number[], share: number): number {
  return Math.round(times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) * share)]!);
}
