import { ApiProperty } from '@nestjs/swagger';
import { type Role, ROLES } from '../../guard/principal.js';
import type { User, UserStatus } from './user.js';

const STATUSES: UserStatus[] = ['invited', 'invitation_failed', 'active'];

/** A person as the portal shows them. */
export class UserDto {
  @ApiProperty({ example: '6f1c2f0e-4a55-4e0e-9d0c-2b7f3a1d9c42' }) userId!: string;
  @ApiProperty({ example: 'ana@acme.example' }) email!: string;
  @ApiProperty({ example: 'Ana Lima' }) name!: string;
  @ApiProperty({ enum: ROLES, example: 'tenant_admin' }) role!: Role;
  @ApiProperty({ example: 'tn_0123456789abcdef' }) tenantId!: string;
  @ApiProperty({ enum: STATUSES, example: 'invited' }) status!: UserStatus;

  static from({ id, email, name, role, tenantId, status }: User): UserDto {
    return { userId: id, email, name, role, tenantId, status };
  }
}
