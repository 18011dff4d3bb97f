import { type DynamicModule, Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AdminModule } from './admin/admin.module.js';
import { AuditModule } from './audit/audit.module.js';
import { AwsModule } from './aws/aws.module.js';
import { ClientsModule } from './clients/clients.module.js';
import { Clock, Stopwatch, SystemClock, SystemStopwatch } from './common/clock.js';
import { Config } from './config/config.js';
import { BudgetShare } from './fleet/budget-share.js';
import { Fleet } from './fleet/fleet.js';
import { GuardModule } from './guard/guard.module.js';
import { HealthModule } from './health/health.module.js';
import { SealedCursors } from './paging/sealed-cursors.interceptor.js';
import { IdempotencyService } from './idempotency/idempotency.service.js';
import { ReconcileModule } from './reconcile/reconcile.module.js';
import { Sealer } from './sealing/sealer.js';
import { SystemModule } from './system/system.module.js';
import { TenantsModule } from './tenants/tenants.module.js';
import { MachineKeys } from './tokens/machine-keys.js';
import { TokensModule } from './tokens/tokens.module.js';
import { WorkRunner } from './work/work-runner.js';

/** The composition root: what everything stands on, and the features. */
@Global()
@Module({})
export class AppModule implements OnApplicationShutdown {
  constructor(private readonly fleet: Fleet) {}

  /** Behind all that stands here: the pending work under way may have been calling Cognito until now. */
  onApplicationShutdown(): Promise<void> {
    return this.fleet.leave();
  }

  static with(config: Config): DynamicModule {
    const shared = [
      { provide: Config, useValue: config },
      { provide: Clock, useClass: SystemClock },
      { provide: Stopwatch, useClass: SystemStopwatch },
      Fleet,
      { provide: BudgetShare, useExisting: Fleet },
      {
        provide: MachineKeys,
        useFactory: (clock: Clock) => new MachineKeys(config.machines.jwksUrl, clock),
        inject: [Clock],
      },
      Sealer,
      IdempotencyService,
      WorkRunner,
    ];
    return {
      module: AppModule,
      imports: [
        AwsModule,
        GuardModule,
        HealthModule,
        SystemModule,
        AuditModule,
        TenantsModule,
        ClientsModule,
        TokensModule,
        AdminModule,
        ReconcileModule,
      ],
      providers: [...shared, { provide: APP_INTERCEPTOR, useClass: SealedCursors }],
      exports: shared,
    };
  }
}
