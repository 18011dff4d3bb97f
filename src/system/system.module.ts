import { Module } from '@nestjs/common';
import { HealthModule } from '../health/health.module.js';
import { SystemController } from './system.controller.js';

/** What this installation offers, and how it is doing. */
@Module({ imports: [HealthModule], controllers: [SystemController] })
export class SystemModule {}
