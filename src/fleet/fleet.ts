import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { SECOND, Stopwatch } from '../common/clock.js';
import { errorFields } from '../common/logging/json-logger.js';
import { fleetShare } from '../metrics/dependency-metrics.js';
import { BudgetShare } from './budget-share.js';
import { ReplicaStore } from './replica-store.js';
import { Share } from './share.js';

const DEADLINE = SECOND;

/** This replica's place in the fleet: it sends heartbeats, and takes its share of what the fleet has together. */
@Injectable()
export class Fleet extends BudgetShare implements OnModuleInit {
  private readonly logger = new Logger('Fleet');
  private readonly share = new Share(randomUUID());
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> = Promise.resolve();
  private left = false;
  private failing = false;

  constructor(
    private readonly store: ReplicaStore,
    private readonly stopwatch: Stopwatch,
  ) {
    super();
  }

  current(): number {
    return this.left ? 0 : this.share.at(this.stopwatch.now());
  }

  /** Before anything calls Cognito. The first heartbeat looks who is there, the second claims. */
  async onModuleInit(): Promise<void> {
    await this.beat();
    await this.beat();
    this.schedule();
  }

  /** Leaves the others its share; after the last call that takes from a budget. A fleet not told of it finds out. */
  async leave(): Promise<void> {
    this.left = true;
    clearTimeout(this.timer);
    await this.beating;
    await this.store.remove(this.share.id, AbortSignal.timeout(DEADLINE)).catch(() => undefined);
  }

  private schedule(): void {
    if (this.left) return;
    const pause = this.share.pause(this.stopwatch.now()) * (0.9 + Math.random() / 10);
    this.timer = setTimeout(() => {
      this.beating = this.beat().then(() => this.schedule());
    }, pause).unref();
  }

  private async beat(): Promise<void> {
    const startedAt = this.stopwatch.now();
    try {
      const all = await this.store.publish(this.share.next(startedAt), AbortSignal.timeout(DEADLINE));
      this.share.renew(all, startedAt, this.stopwatch.now());
      this.failing = false;
    } catch (error) {
      if (!this.failing) this.logger.warn({ ...errorFields(error), message: 'no heartbeat' });
      this.failing = true;
    }
    fleetShare.set(this.current());
  }
}
