import { type DynamicModule, Global, Injectable, Module } from '@nestjs/common';
import { AdminModule } from '../admin/admin.module.js';
import { AwsModule } from '../aws/aws.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import type { Config } from '../config/config.js';
import { IdempotencyService } from '../idempotency/idempotency.service.js';
import { ReconcileModule } from '../reconcile/reconcile.module.js';
import { Sealer } from '../sealing/sealer.js';
import { WorkRunner } from '../work/work-runner.js';
import { commandProviders } from './command-providers.js';

/** Begins nothing by itself: a command says what is done, and a dry run that nothing is. */
@Injectable()
class AskedRunner extends WorkRunner {
  override onApplicationBootstrap(): void {}
  override soon(): void {}
  override behind(): void {}
}

/** The features whose pending work a command may do, without the endpoints and without the fleet's loop. */
@Global()
@Module({})
export class ReconcileCommandModule {
  static with(config: Config): DynamicModule {
    const shared = [
      ...commandProviders(config),
      { provide: WorkRunner, useClass: AskedRunner },
      Sealer,
      IdempotencyService,
    ];
    return {
      module: ReconcileCommandModule,
      imports: [AwsModule, ClientsModule, AdminModule, ReconcileModule],
      providers: shared,
      exports: shared,
    };
  }
}
