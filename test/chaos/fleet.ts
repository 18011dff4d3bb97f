import type { Ground } from '../support/broker.js';
import { type BrokerProcess, startBrokerProcess } from '../support/broker-process.js';

/** Broker processes on one table and one pair of pools. */
export class Fleet {
  private readonly up: (BrokerProcess | undefined)[];

  private constructor(
    private readonly launch: () => Promise<BrokerProcess>,
    processes: readonly BrokerProcess[],
  ) {
    this.up = [...processes];
  }

  static async start(size: number, ground: Ground, env: Record<string, string>): Promise<Fleet> {
    const launch = () => startBrokerProcess(ground, env);
    return new Fleet(launch, await Promise.all(Array.from({ length: size }, launch)));
  }

  get size(): number {
    return this.up.length;
  }

  /** The replica `wanted`, or the next that is up. */
  from(wanted: number): { readonly replica: number; readonly url: string } {
    for (let step = 0; step < this.size; step++) {
      const replica = (wanted + step) % this.size;
      const process = this.up[replica];
      if (process) return { replica, url: process.url };
    }
    throw new Error('no replica is up');
  }

  /** kill -9; callers learn of it by their connections first. */
  async kill(replica: number): Promise<void> {
    await this.up[replica]?.kill();
    this.up[replica] = undefined;
  }

  async restart(replica: number): Promise<void> {
    this.up[replica] = await this.launch();
  }

  /** Stops all by SIGTERM. @returns their exit codes */
  stop(): Promise<(number | null)[]> {
    return Promise.all(this.up.flatMap((process) => process?.stop() ?? []));
  }
}
