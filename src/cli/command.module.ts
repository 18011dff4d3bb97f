import { type DynamicModule, Global, Module } from '@nestjs/common';
import { AwsModule, TABLE_PATIENCE } from '../aws/aws.module.js';
import { Clock, SECOND, SystemClock } from '../common/clock.js';
import { Config } from '../config/config.js';

/** What commands stand on that need the adapters alone. */
@Global()
@Module({})
export class CommandModule {
  static with(config: Config): DynamicModule {
    const shared = [
      { provide: Config, useValue: config },
      { provide: Clock, useClass: SystemClock },
      { provide: TABLE_PATIENCE, useValue: 5 * SECOND },
    ];
    return { module: CommandModule, imports: [AwsModule], providers: shared, exports: shared };
  }
}
