import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';

/** The audit trail, to be read. */
@Module({ controllers: [AuditController] })
export class AuditModule {}
