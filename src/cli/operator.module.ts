import { type DynamicModule, Global, Module } from '@nestjs/common';
import { OperatorCreation } from '../admin/operators/operator-creation.js';
import { Invitations } from '../admin/users/invitations.js';
import { AwsModule, TABLE_PATIENCE } from '../aws/aws.module.js';
import { Clock, SECOND, Stopwatch, SystemClock, SystemStopwatch } from '../common/clock.js';
import { Config } from '../config/config.js';
import { BudgetShare, CommandShare } from '../fleet/budget-share.js';

/** What making an operator stands on, and no more: a command probes nothing and does none of the fleet's work. */
@Global()
@Module({})
export class OperatorModule {
  static with(config: Config): DynamicModule {
    const shared = [
      { provide: Config, useValue: config },
      { provide: Clock, useClass: SystemClock },
      { provide: Stopwatch, useClass: SystemStopwatch },
      { provide: BudgetShare, useClass: CommandShare },
      { provide: TABLE_PATIENCE, useValue: 5 * SECOND },
    ];
    return {
      module: OperatorModule,
      imports: [AwsModule],
      providers: [...shared, Invitations, OperatorCreation],
      exports: shared,
    };
  }
}
