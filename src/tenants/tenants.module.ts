import { Module } from '@nestjs/common';
import { TenantChanges } from './tenant-changes.js';
import { TenantsController } from './tenants.controller.js';
import { TenantsService } from './tenants.service.js';

/** Partner organisations. */
@Module({
  controllers: [TenantsController],
  providers: [TenantsService, TenantChanges],
  exports: [TenantChanges],
})
export class TenantsModule {}
