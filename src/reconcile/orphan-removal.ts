import { Injectable } from '@nestjs/common';
import { isCanaryName } from '../clients/canary/canary.js';
import { CanaryStore } from '../clients/ports/canary-store.js';
import { Clock, type Millis } from '../common/clock.js';
import { type Differences, type Orphan, PoolComparison } from './pool-comparison.js';
import type { PoolName } from './population.js';

/** Why the users that the table does not know may be good ones. */
export type Doubt =
  /** The table is not the one that its canary was made in, as after a restore; or it has no canary. */
  | 'restored'
  /** A pool has the canary of another table that had this name: this one was made anew. */
  | 'another canary'
  /** The table does not know most users of a pool. */
  | 'most unknown';

/** What this table does not know may be good users of the one before. */
export class DoubtfulTable extends Error {
  override readonly name = 'DoubtfulTable';

  constructor(readonly doubt: Doubt) {
    super(doubt);
  }
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

  /** @returns those that are deleted now @throws DoubtfulTable, and then none is; DependencyError */
  async remove(
    differences: Differences,
    { minAge, max }: RemovalLimits,
    signal: AbortSignal,
  ): Promise<Orphan[]> {
    const doubt = (await this.isRestored(signal)) ? 'restored' : doubtOf(differences);
    if (doubt !== undefined) throw new DoubtfulTable(doubt);
    const old = differences.orphans.filter(({ createdAt }) => createdAt <= this.clock.now() - minAge);
    const removed: Orphan[] = [];
    for (const orphan of old.slice(0, max))
      if (await this.comparison.remove(orphan, signal)) removed.push(orphan);
    return removed;
  }

  private async isRestored(signal: AbortSignal): Promise<boolean> {
    const canary = await this.canaries.find(signal);
    return canary?.tableId !== (await this.canaries.tableId(signal));
  }
}

function doubtOf({ orphans, users }: Differences): Doubt | undefined {
  if (orphans.some(({ username }) => isCanaryName(username))) return 'another canary';
  const among = (pool: PoolName) => orphans.filter((orphan) => orphan.pool === pool).length;
  const areMostUnknown = (['machines', 'people'] as const).some((pool) => among(pool) * 2 > users[pool]);
  return areMostUnknown ? 'most unknown' : undefined;
}
