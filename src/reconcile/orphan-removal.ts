import { Injectable } from '@nestjs/common';
import { CanaryStore } from '../clients/ports/canary-store.js';
import { Clock, type Millis } from '../common/clock.js';
import { type Orphan, PoolComparison } from './pool-comparison.js';

/** The table is not the one that the canary was made in: what it does not know may be good users of the one before. */
export class RestoredTable extends Error {
  override readonly name = 'RestoredTable';
}

export interface RemovalLimits {
  /** Younger ones stay. */
  readonly minAge: Millis;
  /** More are not deleted in one run. */
  readonly max: number;
}

/** Deletes users that the table does not know. Only ever asked for by a person. */
@Injectable()
export class OrphanRemoval {
  constructor(
    private readonly comparison: PoolComparison,
    private readonly canaries: CanaryStore,
    private readonly clock: Clock,
  ) {}

  /** @returns those that are deleted now @throws RestoredTable, and then none is; DependencyError */
  async remove(
    orphans: readonly Orphan[],
    { minAge, max }: RemovalLimits,
    signal: AbortSignal,
  ): Promise<Orphan[]> {
    const canary = await this.canaries.find(signal);
    if (canary?.tableId !== (await this.canaries.tableId(signal))) throw new RestoredTable();
    const old = orphans.filter(({ createdAt }) => createdAt <= this.clock.now() - minAge);
    const removed: Orphan[] = [];
    for (const orphan of old.slice(0, max))
      if (await this.comparison.remove(orphan, signal)) removed.push(orphan);
    return removed;
  }
}
