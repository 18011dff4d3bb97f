import { type DynamicModule, Global, Module } from '@nestjs/common';
import { OperatorCreation } from '../admin/operators/operator-creation.js';
import { Invitations } from '../admin/users/invitations.js';
import { AwsModule } from '../aws/aws.module.js';
import type { Config } from '../config/config.js';
import { commandProviders } from './command-providers.js';

/** What making an operator stands on, and no more: a command probes nothing and does none of the fleet's work. */
@Global()
@Module({})
export class OperatorModule {
  static with(config: Config): DynamicModule {
    const shared = commandProviders(config);
    return {
      module: OperatorModule,
      imports: [AwsModule],
      providers: [...shared, Invitations, OperatorCreation],
      exports: shared,
    };
  }
}
