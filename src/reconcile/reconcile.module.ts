import { Module } from '@nestjs/common';
import { ComparisonWork } from './comparison.work.js';
import { MachinePopulation } from './machine-population.js';
import { OrphanRemoval } from './orphan-removal.js';
import { PeoplePopulation } from './people-population.js';
import { PoolComparison } from './pool-comparison.js';

/** Whether Cognito and the table tell of the same users. */
@Module({
  providers: [MachinePopulation, PeoplePopulation, PoolComparison, ComparisonWork, OrphanRemoval],
  exports: [PoolComparison, OrphanRemoval],
})
export class ReconcileModule {}
