import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { Clock, DAY, HOUR, MINUTE } from '../common/clock.js';
import { deadlineFor } from '../common/deadline.js';
import { errorFields } from '../common/logging/json-logger.js';
import type { Caller } from '../guard/caller.js';
import { WorkHandler, WorkRunner } from '../work/work-runner.js';
import { ComparisonSchedule } from './comparison-schedule.js';
import { orphanCount, userlessCount } from './comparison-metrics.js';
import { type Differences, PoolComparison } from './pool-comparison.js';

/** A line of the log names so many. */
const NAMED = 20;

/** Compares the pools with the table once a day, on one replica, and reports what differs. It deletes nothing. */
@Injectable()
export class ComparisonWork
  extends WorkHandler<'comparison'>
  implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown
{
  readonly kind = 'comparison';
  private readonly logger = new Logger('Comparison');
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly runner: WorkRunner,
    private readonly schedule: ComparisonSchedule,
    private readonly comparison: PoolComparison,
    private readonly clock: Clock,
  ) {
    super();
  }

  onModuleInit(): void {
    this.runner.register(this);
  }

  onApplicationBootstrap(): void {
    this.runner.behind(({ signal }) => this.schedule.begin(this.clock.now() + HOUR, signal));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** It takes longer than a step may: it goes on by itself, and is due again in an hour should it not end. */
  async run(_item: { kind: 'comparison' }, { signal }: Caller): Promise<void> {
    const now = this.clock.now();
    if (await this.schedule.move(now, now + HOUR, signal)) this.running = this.compare();
  }

  private async compare(): Promise<void> {
    try {
      const { signal } = this.stopping;
      this.report(await this.comparison.compare(deadlineFor('background', 50 * MINUTE, signal)));
      const now = this.clock.now();
      await this.schedule.move(now + HOUR, now + DAY, signal);
    } catch (error) {
      if (!this.stopping.signal.aborted) this.logger.warn(errorFields(error));
    }
  }

  private report({ orphans, userless }: Differences): void {
    for (const pool of ['machines', 'people'] as const) {
      orphanCount.set({ pool }, orphans.filter((one) => one.pool === pool).length);
      userlessCount.set({ pool }, userless.filter((one) => one.pool === pool).length);
    }
    if (orphans.length + userless.length === 0) return;
    this.logger.warn({
      message: 'user pools and table differ',
      orphans: orphans.length,
      userless: userless.length,
      some: [...orphans.map(({ sub }) => sub), ...userless.map(({ key }) => key)].slice(0, NAMED),
    });
  }
}
