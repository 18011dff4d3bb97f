import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type HealthCheckResult, HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { SECOND } from '../common/clock.js';
import { BackgroundProbe } from './background-probe.js';
import { Probes } from './probes.js';
import { Readiness } from './readiness.js';

const TABLE_TIMEOUT = SECOND;

/** What readiness goes by, one by one. */
export interface HealthOverview {
  /** Whether this replica wants requests. */
  readonly ready: boolean;
  readonly table: 'up' | 'down';
  readonly pool: 'up' | 'degraded';
  readonly key: 'up' | 'degraded';
}

/** What the orchestrator is told. The table decides; pool and key are told and do not: warm tokens need neither. */
@Injectable()
export class HealthService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly pool = new BackgroundProbe((signal) => this.probes.pool(signal));
  private readonly key = new BackgroundProbe((signal) => this.probes.key(signal));

  constructor(
    private readonly checks: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly probes: Probes,
    private readonly readiness: Readiness,
  ) {}

  onApplicationBootstrap(): void {
    void this.pool.start();
    void this.key.start();
  }

  onApplicationShutdown(): void {
    this.pool.stop();
    this.key.stop();
  }

  /** @throws ServiceUnavailableException with the result, when the replica should get no requests */
  ready(): Promise<HealthCheckResult> {
    return this.checks.check([
      () => this.serving(),
      () => this.table(),
      () => this.indicators.check('pool').up({ condition: this.pool.status }),
      () => this.indicators.check('key').up({ condition: this.key.status }),
    ]);
  }

  /** The same, told to a person. */
  async overview(): Promise<HealthOverview> {
    const table = await this.lookAtTable();
    const ready = table === 'up' && this.readiness.serving;
    return { ready, table, pool: this.pool.status, key: this.key.status };
  }

  private serving() {
    const indicator = this.indicators.check('replica');
    return this.readiness.serving ? indicator.up() : indicator.down();
  }

  private async table() {
    const indicator = this.indicators.check('table');
    return (await this.lookAtTable()) === 'up' ? indicator.up() : indicator.down();
  }

  private lookAtTable(): Promise<'up' | 'down'> {
    return this.probes.table(AbortSignal.timeout(TABLE_TIMEOUT)).then(
      () => 'up',
      () => 'down',
    );
  }
}
