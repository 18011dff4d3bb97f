import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import { IsText } from '../../common/http/is-text.js';
import { Optional } from '../../common/http/optional.js';
import { PageQueryDto } from '../../common/http/page-query.dto.js';
import { TENANT_ID } from '../../common/ids.js';
import { type Role, ROLES } from '../../guard/principal.js';
import { IsMailable, MAX_EMAIL } from './email.js';
import type { User, UserStatus } from './user.js';

const STATUSES: UserStatus[] = ['invited', 'invitation_failed', 'active'];

/** Bodies that invite as they are. */
export const INVITATIONS = {
  tenantAdmin: {
    summary: 'As a tenant admin',
    value: { email: 'ben@acme.example', name: 'Ben Okoro', role: 'tenant_admin' },
  },
  operator: {
    summary: 'As an operator: another one',
    value: { email: 'olga@provider.example', name: 'Olga Berg', role: 'operator' },
  },
};

export class InviteUserDto {
  @ApiProperty({ example: 'ben@acme.example', maxLength: MAX_EMAIL }) @IsMailable() email!: string;
  @ApiProperty({ example: 'Ben Okoro', maxLength: 100 }) @IsText({ max: 100 }) name!: string;
  @ApiProperty({ enum: ROLES, example: 'tenant_admin', description: 'Tenant admins invite their like.' })
  @IsIn(ROLES)
  role!: Role;
  @ApiPropertyOptional({
    example: 'tn_0123456789abcdef',
    description: 'Operators must say whose admin it is; left out by tenant admins, and for operators.',
  })
  @Optional()
  @Matches(TENANT_ID)
  tenantId?: string;
}

export class UserListQueryDto extends PageQueryDto {
  @ApiPropertyOptional({
    description: 'Whose people; left out: your own tenant’s, `platform` for operators.',
  })
  @Optional()
  @Matches(TENANT_ID)
  tenantId?: string;
}

/** A person as the portal shows them. */
export class UserDto {
  @ApiProperty({ example: '6f1c2f0e-4a55-4e0e-9d0c-2b7f3a1d9c42' }) userId!: string;
  @ApiProperty({ example: 'ana@acme.example' }) email!: string;
  @ApiProperty({ example: 'Ana Lima' }) name!: string;
  @ApiProperty({ enum: ROLES, example: 'tenant_admin' }) role!: Role;
  @ApiProperty({ example: 'tn_0123456789abcdef' }) tenantId!: string;
  @ApiProperty({
    enum: STATUSES,
    example: 'invited',
    description: '`invitation_failed`: the mail could not be sent; send it again.',
  })
  status!: UserStatus;

  static from({ id, email, name, role, tenantId, status }: User): UserDto {
    return { userId: id, email, name, role, tenantId, status };
  }
}

export class UserPageDto {
  @ApiProperty({ type: [UserDto] }) items!: UserDto[];
  @ApiProperty({ type: String, nullable: true, example: null }) nextCursor!: string | null;
}
