import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, Matches } from 'class-validator';
import type { Millis } from '../../common/clock.js';
import { CLIENT_ID, TENANT_ID } from '../../common/ids.js';
import { EachCidrBlock } from '../../common/http/is-cidr-block.js';
import { IsText } from '../../common/http/is-text.js';
import { PageQueryDto } from '../../common/http/page-query.dto.js';
import { IsScopes } from '../../common/http/is-scopes.js';
import type { ClientDetails } from '../domain/client-lifecycle.js';
import { type Client, type ClientStatus, credentialsOf } from '../domain/client.js';
import { Optional } from '../../common/http/optional.js';

const SCOPES = {
  example: ['orders:read', 'orders:write'],
  description:
    'What its tokens may do; each within the tenant’s `allowedScopes`. They arrive in `custom:scopes`.',
};
const CIDRS = {
  example: ['198.51.100.0/24', '2001:db8::/32'],
  description: 'Where its backend may ask for tokens from; empty: anywhere.',
};

/** Bodies that create a client as they are. */
export const NEW_CLIENTS = {
  tenantAdmin: {
    summary: 'As a tenant admin',
    value: { name: 'Warehouse sync', description: 'Nightly stock levels', scopes: SCOPES.example },
  },
  operator: {
    summary: 'As an operator: one of the platform’s, which may call introspection',
    value: { name: 'API gateway', tenantId: 'platform', introspect: true },
  },
};
/** Not the CIDR list: it would lock out whoever tries this from elsewhere. */
export const CLIENT_EDIT = {
  edit: {
    summary: 'Another name and description',
    value: { name: 'Warehouse sync (EU)', description: 'Stock levels, hourly' },
  },
};

/** A list of CIDR blocks. */
function IsCidrs(): PropertyDecorator {
  return applyDecorators(IsArray(), ArrayMaxSize(50), ArrayUnique(), EachCidrBlock());
}

/** What may be left out when a client is created, and when it is edited. */
class ClientFieldsDto {
  @ApiPropertyOptional({ example: 'Nightly stock levels', maxLength: 500 })
  @Optional()
  @IsText({ max: 500, min: 0 })
  description?: string;
  @ApiPropertyOptional(SCOPES) @Optional() @IsScopes() scopes?: string[];
  @ApiPropertyOptional(CIDRS) @Optional() @IsCidrs() allowedCidrs?: string[];
  @ApiPropertyOptional({
    example: false,
    description: 'May call introspection: operators only, platform clients only.',
  })
  @Optional()
  @IsBoolean()
  introspect?: boolean;
}

export class CreateClientDto extends ClientFieldsDto implements Partial<ClientDetails> {
  @ApiProperty({ example: 'Warehouse sync', maxLength: 100 }) @IsText({ max: 100 }) name!: string;
  @ApiPropertyOptional({
    example: 'tn_0123456789abcdef',
    description: 'Operators must say whose client it is; tenant admins leave it out.',
  })
  @Optional()
  @Matches(TENANT_ID)
  tenantId?: string;
}

export class UpdateClientDto extends ClientFieldsDto implements Partial<ClientDetails> {
  @ApiPropertyOptional({ example: 'Warehouse sync (EU)', maxLength: 100 })
  @Optional()
  @IsText({ max: 100 })
  name?: string;
}

export class ClientListQueryDto extends PageQueryDto {
  @ApiPropertyOptional({ description: 'Only this tenant’s.' })
  @Optional()
  @Matches(TENANT_ID)
  tenantId?: string;
}

/** An API client as the portal shows it. */
export class ClientDto {
  @ApiProperty({ example: 'cl_0123456789abcdef', pattern: CLIENT_ID.source }) clientId!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'What it is called by its backend, where it was imported from a former system.',
  })
  formerId!: string | null;
  @ApiProperty({ example: 'tn_0123456789abcdef' }) tenantId!: string;
  @ApiProperty({ example: 'Warehouse sync' }) name!: string;
  @ApiProperty({ example: 'Nightly stock levels' }) description!: string;
  @ApiProperty({ enum: ['provisioning', 'active', 'disabled'], example: 'active' }) status!: ClientStatus;
  @ApiProperty({ type: String, isArray: true, ...SCOPES }) scopes!: readonly string[];
  @ApiProperty({ type: String, isArray: true, ...CIDRS }) allowedCidrs!: readonly string[];
  @ApiProperty({ example: false }) introspect!: boolean;
  @ApiProperty({
    type: String,
    nullable: true,
    example: '2026-01-31T09:30:00.000Z',
    description: 'When one of its credentials got a token last, accurate to a minute; null: never.',
  })
  lastUsedAt!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'When the next of its credentials expires.',
  })
  nextExpiryAt!: string | null;
  @ApiProperty({ example: '2026-01-31T09:30:00.000Z' }) createdAt!: string;
  @ApiProperty({ example: '2026-01-31T09:30:00.000Z' }) updatedAt!: string;

  /** @param lastUsedAt undefined: never */
  static from(client: Client, lastUsedAt: Millis | undefined): ClientDto {
    const expiries = credentialsOf(client).flatMap(({ expiresAt }) => expiresAt ?? []);
    return {
      clientId: client.id,
      formerId: client.imported?.formerId ?? null,
      tenantId: client.tenantId,
      name: client.name,
      description: client.description,
      status: client.status,
      scopes: client.scopes,
      allowedCidrs: client.allowedCidrs,
      introspect: client.introspect,
      lastUsedAt: lastUsedAt === undefined ? null : new Date(lastUsedAt).toISOString(),
      nextExpiryAt: expiries.length === 0 ? null : new Date(Math.min(...expiries)).toISOString(),
      createdAt: new Date(client.createdAt).toISOString(),
      updatedAt: new Date(client.updatedAt).toISOString(),
    };
  }
}

export class ClientPageDto {
  @ApiProperty({ type: [ClientDto] }) items!: ClientDto[];
  @ApiProperty({ type: String, nullable: true, example: null }) nextCursor!: string | null;
}
