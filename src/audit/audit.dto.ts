import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { IsInstant } from '../common/http/is-instant.js';
import { PageQueryDto } from '../common/http/page-query.dto.js';
import { CLIENT_ID, TENANT_ID } from '../common/ids.js';
import type { Principal } from '../guard/principal.js';
import { AUDIT_ACTIONS, type AuditAction, type AuditEntry, type AuditTargetType } from './audit-entry.js';
import { Optional } from '../common/http/optional.js';

const ACTORS: Principal['type'][] = ['operator', 'tenant_admin', 'client', 'anonymous', 'system'];
const TARGETS: AuditTargetType[] = ['registration', 'tenant', 'user', 'client', 'credential'];

export class AuditQueryDto extends PageQueryDto {
  @ApiPropertyOptional({ description: 'Only what concerns this client.' })
  @Optional()
  @Matches(CLIENT_ID)
  clientId?: string;
  @ApiPropertyOptional({ description: 'From then on, such as `2026-01-01T00:00:00Z`.' })
  @Optional()
  @IsInstant()
  from?: string;
  @ApiPropertyOptional({ description: 'Up to then, such as `2026-01-31`.' })
  @Optional()
  @IsInstant()
  to?: string;
  @ApiPropertyOptional({ description: 'Whose trail, for operators; left out: `platform`.' })
  @Optional()
  @Matches(TENANT_ID)
  tenantId?: string;
}

export class AuditActorDto {
  @ApiProperty({ enum: ACTORS, example: 'tenant_admin' }) type!: Principal['type'];
  @ApiProperty({ type: String, nullable: true, example: '6f1c2f0e-4a55-4e0e-9d0c-2b7f3a1d9c42' })
  id!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'ana@acme.example' }) email!: string | null;
}

export class AuditTargetDto {
  @ApiProperty({ enum: TARGETS, example: 'client' }) type!: AuditTargetType;
  @ApiProperty({ example: 'cl_0123456789abcdef' }) id!: string;
}

/** One line of the audit trail. */
export class AuditEventDto {
  @ApiProperty({ example: '01JZX3M9D2V5Q8R7T6W4Y1A0BC', description: 'A ULID.' }) id!: string;
  @ApiProperty({ example: '2026-01-31T09:30:00.000Z' }) at!: string;
  @ApiProperty() actor!: AuditActorDto;
  @ApiProperty({ enum: AUDIT_ACTIONS, example: 'client.created' }) action!: AuditAction;
  @ApiProperty() target!: AuditTargetDto;
  @ApiProperty({ enum: ['success', 'failure'], example: 'success' }) outcome!: AuditEntry['outcome'];
  @ApiProperty({
    type: String,
    nullable: true,
    example: '198.51.100.7',
    description: 'Null where the broker acted.',
  })
  ip!: string | null;
  @ApiProperty({ example: '8a4c0a8e-2f0c-4f4e-9b59-0a2f8ad5c3b1' }) requestId!: string;

  static from({ id, at, actor, action, target, outcome, ip, requestId }: AuditEntry): AuditEventDto {
    return {
      id,
      at: new Date(at).toISOString(),
      actor: { type: actor.type, id: actor.id ?? null, email: actor.email ?? null },
      action,
      target: { type: target.type, id: target.id },
      outcome,
      ip: ip ?? null,
      requestId,
    };
  }
}

export class AuditPageDto {
  @ApiProperty({ type: [AuditEventDto] }) items!: AuditEventDto[];
  @ApiProperty({ type: String, nullable: true, example: null }) nextCursor!: string | null;
}
