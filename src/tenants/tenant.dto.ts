import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsScopes } from '../common/http/is-scopes.js';
import { IsText } from '../common/http/is-text.js';
import { Optional } from '../common/http/optional.js';
import type { TenantDetails } from './tenant-lifecycle.js';
import type { Tenant, TenantStatus } from './tenant.js';

const STATUSES: TenantStatus[] = ['active', 'suspended', 'deleting'];
const SCOPES = {
  example: ['orders:read', 'orders:write'],
  description: 'What its clients may ask for, at most.',
};

export class UpdateTenantDto implements Partial<TenantDetails> {
  @ApiPropertyOptional({ example: 'Acme Logistics', maxLength: 100 })
  @Optional()
  @IsText({ max: 100 })
  name?: string;
  @ApiPropertyOptional({ type: [String], ...SCOPES }) @Optional() @IsScopes() allowedScopes?: string[];
}

/** How far the deletion of a tenant is. */
export class DeletionDto {
  @ApiProperty({ example: 2, description: 'Clients and people that are gone.' }) done!: number;
  @ApiProperty({ example: 3, description: 'Those that are not yet, and the tenant itself.' }) left!: number;
}

/** A tenant as the portal shows it. */
export class TenantDto {
  @ApiProperty({ example: 'tn_0123456789abcdef' }) tenantId!: string;
  @ApiProperty({ example: 'Acme Logistics' }) name!: string;
  @ApiProperty({ enum: STATUSES, example: 'active' }) status!: TenantStatus;
  @ApiProperty({ type: [String], ...SCOPES }) allowedScopes!: readonly string[];
  @ApiProperty({ example: '2026-01-31T09:30:00.000Z' }) createdAt!: string;
  @ApiPropertyOptional({ description: 'While it is being deleted.' }) deletion?: DeletionDto;

  static from({ id, name, status, allowedScopes, createdAt, deletion }: Tenant): TenantDto {
    return {
      tenantId: id,
      name,
      status,
      allowedScopes,
      createdAt: new Date(createdAt).toISOString(),
      ...(deletion && { deletion: { done: deletion.done, left: deletion.left } }),
    };
  }
}

export class TenantPageDto {
  @ApiProperty({ type: [TenantDto] }) items!: TenantDto[];
  @ApiProperty({ type: String, nullable: true, example: null }) nextCursor!: string | null;
}
