import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsObject, ValidateNested } from 'class-validator';
import { ClientDto } from '../../clients/api/client.dto.js';
import { IsScopes } from '../../common/http/is-scopes.js';
import type { Millis } from '../../common/clock.js';
import { IsText } from '../../common/http/is-text.js';
import { PageQueryDto } from '../../common/http/page-query.dto.js';
import { TenantDto } from '../../tenants/tenant.dto.js';
import { IsMailable, MAX_EMAIL } from '../users/email.js';
import { UserDto } from '../users/user.dto.js';
import type { Registration, RegistrationStatus } from './registration.js';
import type { Admission } from './registrations.service.js';
import { Optional } from '../../common/http/optional.js';

const STATUSES: RegistrationStatus[] = ['pending', 'approved', 'rejected'];
const SCOPES = {
  example: ['orders:read', 'orders:write'],
  description: 'What the tenant’s clients may ask for; left out: the installation’s default.',
};

const REGISTRATION = {
  organization: 'Acme Logistics',
  admin: { email: 'ana@acme.example', name: 'Ana Lima' },
  client: { name: 'Warehouse sync' },
};
/** Bodies that register as they are. */
export const REGISTRATIONS = {
  anybody: { summary: 'As anybody', value: REGISTRATION },
  operator: { summary: 'As an operator', value: { ...REGISTRATION, allowedScopes: SCOPES.example } },
};

export class RegistrationAdminDto {
  @ApiProperty({ example: 'ana@acme.example', maxLength: MAX_EMAIL }) @IsMailable() email!: string;
  @ApiProperty({ example: 'Ana Lima', maxLength: 100 }) @IsText({ max: 100 }) name!: string;
}

export class RegistrationClientDto {
  @ApiProperty({ example: 'Warehouse sync', maxLength: 100 }) @IsText({ max: 100 }) name!: string;
}

export class RegisterDto {
  @ApiProperty({ example: 'Acme Logistics', maxLength: 100 }) @IsText({ max: 100 }) organization!: string;
  @ApiProperty({ description: 'Who will be invited to run it.' })
  @IsObject()
  @ValidateNested()
  @Type(() => RegistrationAdminDto)
  admin!: RegistrationAdminDto;
  @ApiProperty({ description: 'Its first API client.' })
  @IsObject()
  @ValidateNested()
  @Type(() => RegistrationClientDto)
  client!: RegistrationClientDto;
  @ApiPropertyOptional({ type: [String], ...SCOPES, description: `${SCOPES.description} Operators only.` })
  @Optional()
  @IsScopes()
  allowedScopes?: string[];
}

export class ApproveDto {
  @ApiPropertyOptional({ type: [String], ...SCOPES }) @Optional() @IsScopes() allowedScopes?: string[];
}

export class RegistrationListQueryDto extends PageQueryDto {
  @ApiPropertyOptional({ enum: STATUSES, description: 'Only those of this status.' })
  @Optional()
  @IsIn(STATUSES)
  status?: RegistrationStatus;
}

/** The one answer to everybody who is not an operator. */
export class ReceivedDto {
  @ApiProperty({ enum: ['received'], example: 'received' }) status = 'received' as const;
}

/** A registration as operators see it. */
export class RegistrationDto {
  @ApiProperty({ example: 'rg_0123456789abcdef' }) registrationId!: string;
  @ApiProperty({ enum: STATUSES, example: 'pending' }) status!: RegistrationStatus;
  @ApiProperty({ example: 'Acme Logistics' }) organization!: string;
  @ApiProperty() admin!: RegistrationAdminDto;
  @ApiProperty() client!: RegistrationClientDto;
  @ApiProperty({ example: '2026-01-31T09:30:00.000Z' }) createdAt!: string;

  static from({ id, status, organization, admin, client, createdAt }: Registration): RegistrationDto {
    return {
      registrationId: id,
      status,
      organization,
      admin,
      client,
      createdAt: new Date(createdAt).toISOString(),
    };
  }
}

export class RegistrationPageDto {
  @ApiProperty({ type: [RegistrationDto] }) items!: RegistrationDto[];
  @ApiProperty({ type: String, nullable: true, example: null }) nextCursor!: string | null;
}

/** What approval has made. */
export class AdmissionDto {
  @ApiProperty() tenant!: TenantDto;
  @ApiProperty() admin!: UserDto;
  @ApiProperty() client!: ClientDto;

  /** @param lastUsedAt of the client, where the approval is repeated; undefined: never */
  static from({ tenant, admin, client }: Admission, lastUsedAt: Millis | undefined): AdmissionDto {
    return {
      tenant: TenantDto.from(tenant),
      admin: UserDto.from(admin),
      client: ClientDto.from(client, lastUsedAt),
    };
  }
}
