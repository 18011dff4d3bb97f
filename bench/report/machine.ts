import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { pinning } from '../servers/cores.js';

/** What the numbers were measured on. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  readonly pinned: boolean;
  /** Of the minute before the run: on a busy machine only ratios mean anything. */
  readonly loadBefore: number;
  readonly commit: string;
  readonly at: string;
}

export function describeMachine(): Machine {
  const processors = cpus();
  return {
    processor: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()}`,
    node: process.version,
    pinned: pinning,
    loadBefore: Math.round(loadavg()[0]! * 10) / 10,
    commit: execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim(),
    at: new Date().toISOString(),
  };
}

export function tellMachine(machine: Machine): string {
  const { processor, cores, memoryGb, system, node, pinned, loadBefore, commit, at } = machine;
  const pins = pinned ? 'servers on core 0, load and upstream on core 1' : 'nothing pinned';
  return (
    `${processor}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}, ${pins}, ` +
    `load average before the run ${loadBefore}, ${commit}, ${at}`
  );
}
