import { randomUUID } from 'node:crypto';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiProblems, FIELDS, NO_FIELDS, PAGE, REPEATED } from '../../common/http/api-problems.js';
import { IdPipe } from '../../common/http/id.pipe.js';
import { pageBody } from '../../common/http/page-body.js';
import { USER_ID } from '../../common/ids.js';
import type { Caller } from '../../guard/caller.js';
import { CurrentCaller } from '../../guard/current-caller.js';
import { SignedIn } from '../../guard/policy.js';
import type { Person } from '../../guard/principal.js';
import { ApiIdempotencyKey, Creating, type CreatingRequest } from '../../idempotency/idempotency-key.js';
import { IdempotencyService } from '../../idempotency/idempotency.service.js';
import { invitedBy } from './invitation-request.js';
import { INVITATIONS, InviteUserDto, UserDto, UserListQueryDto, UserPageDto } from './user.dto.js';
import { UsersService } from './users.service.js';

const UserId = () => Param('userId', new IdPipe(USER_ID));

@ApiTags('Users')
@SignedIn('operator', 'tenant_admin')
@Controller('api/v1/admin/users')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List people', description: 'Of one tenant, oldest first. May lag a little.' })
  @ApiResponse({ status: 200, type: UserPageDto, description: 'A page of people.' })
  @ApiProblems(...PAGE, 404, 503)
  async list(@CurrentCaller() caller: Caller, @Query() query: UserListQueryDto): Promise<UserPageDto> {
    const { tenantId = (caller.principal as Person).tenantId, ...page } = query;
    return pageBody(await this.users.list(caller, { ...page, tenantId }), (user) => UserDto.from(user));
  }

  @Post()
  @ApiOperation({
    summary: 'Invite a person',
    description:
      'Cognito mails them a temporary password. Operators invite anybody, tenant admins other admins of their tenant.',
  })
  @ApiBody({ type: InviteUserDto, examples: INVITATIONS })
  @ApiResponse({ status: 201, type: UserDto, description: 'Who was invited.' })
  @ApiProblems(...FIELDS, ...REPEATED, 'forbidden', 404, 'tenant_not_active', 'email_taken', 503)
  @ApiIdempotencyKey()
  invite(
    @CurrentCaller() caller: Caller,
    @Creating() request: CreatingRequest,
    @Body() body: InviteUserDto,
  ): Promise<UserDto> {
    const person = invitedBy(caller.principal as Person, body);
    return this.idempotency.once(request, {
      draft: randomUUID,
      carryOut: async (id, repeatable) =>
        UserDto.from(await this.users.invite(caller, person, repeatable ? id : undefined)),
    });
  }

  @Post(':userId/resend-invitation')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Send an invitation again',
    description: 'To one who has not signed in yet, with a temporary password that is good for a week.',
  })
  @ApiResponse({ status: 200, type: UserDto, description: 'Who was invited again.' })
  @ApiProblems(...NO_FIELDS, 404, 'tenant_not_active', 'already_active', 503)
  async inviteAgain(@CurrentCaller() caller: Caller, @UserId() id: string): Promise<UserDto> {
    return UserDto.from(await this.users.inviteAgain(caller, id));
  }

  @Delete(':userId')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Remove a person',
    description: 'Their access ends at once. Nobody removes themselves, or the last operator.',
  })
  @ApiResponse({ status: 204, description: 'Removed.' })
  @ApiProblems(...NO_FIELDS, 404, 'own_account', 'last_operator', 503)
  remove(@CurrentCaller() caller: Caller, @UserId() id: string): Promise<void> {
    return this.users.remove(caller, id);
  }
}
