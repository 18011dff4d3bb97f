import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';
import { Readiness } from './readiness.js';

/** Liveness and readiness. */
@Module({
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [HealthService, Readiness],
  exports: [HealthService, Readiness],
})
export class HealthModule {}
