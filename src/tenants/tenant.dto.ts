import { ApiProperty } from '@nestjs/swagger';
import type { Tenant, TenantStatus } from './tenant.js';

const STATUSES: TenantStatus[] = ['active', 'suspended', 'deleting'];

/** A tenant as the portal shows it. */
export class TenantDto {
  @ApiProperty({ example: 'tn_0123456789abcdef' }) tenantId!: string;
  @ApiProperty({ example: 'Acme Logistics' }) name!: string;
  @ApiProperty({ enum: STATUSES, example: 'active' }) status!: TenantStatus;
  @ApiProperty({
    type: [String],
    example: ['orders:read', 'orders:write'],
    description: 'What its clients may ask for, at most.',
  })
  allowedScopes!: readonly string[];
  @ApiProperty({ example: '2026-01-31T09:30:00.000Z' }) createdAt!: string;

  static from({ id, name, status, allowedScopes, createdAt }: Tenant): TenantDto {
    return { tenantId: id, name, status, allowedScopes, createdAt: new Date(createdAt).toISOString() };
  }
}
