import type { Provider } from '@nestjs/common';
import { TABLE_PATIENCE } from '../aws/dynamodb/dynamodb.module.js';
import { Clock, SECOND, Stopwatch, SystemClock, SystemStopwatch } from '../common/clock.js';
import { Config } from '../config/config.js';
import { BudgetShare, CommandShare } from '../fleet/budget-share.js';

/** What the adapters need of a command: its settings, the time, more patience, and a small part of the fleet's budgets. */
export function commandProviders(config: Config): Provider[] {
  return [
    { provide: Config, useValue: config },
    { provide: Clock, useClass: SystemClock },
    { provide: Stopwatch, useClass: SystemStopwatch },
    { provide: BudgetShare, useClass: CommandShare },
    { provide: TABLE_PATIENCE, useValue: 5 * SECOND },
  ];
}
