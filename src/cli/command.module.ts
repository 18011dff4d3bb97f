import { type DynamicModule, Global, Module } from '@nestjs/common';
import { AwsModule } from '../aws/aws.module.js';
import type { Config } from '../config/config.js';
import { commandProviders } from './command-providers.js';

/** What commands stand on that need the adapters alone. */
@Global()
@Module({})
export class CommandModule {
  static with(config: Config): DynamicModule {
    const shared = commandProviders(config);
    return { module: CommandModule, imports: [AwsModule], providers: shared, exports: shared };
  }
}
