import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiProblems, FIELDS, NO_FIELDS, PAGE } from '../common/http/api-problems.js';
import type { FastifyReply } from '../common/http/fastify-request.js';
import { IdPipe } from '../common/http/id.pipe.js';
import { ApiIfMatch, IfMatch } from '../common/http/if-match.js';
import { pageBody } from '../common/http/page-body.js';
import { PageQueryDto } from '../common/http/page-query.dto.js';
import { TAGGED, tag } from '../common/http/tagged.js';
import { TENANT_ID } from '../common/ids.js';
import type { Caller } from '../guard/caller.js';
import { CurrentCaller } from '../guard/current-caller.js';
import { SignedIn } from '../guard/policy.js';
import { editionOf } from './tenant-edition.js';
import { TenantDto, TenantPageDto, UpdateTenantDto } from './tenant.dto.js';
import type { Tenant } from './tenant.js';
import { TenantsService } from './tenants.service.js';

const TenantId = () => Param('tenantId', new IdPipe(TENANT_ID));

@ApiTags('Tenants')
@SignedIn('operator')
@Controller('api/v1/admin/tenants')
export class TenantsController {
  constructor(private readonly tenants: TenantsService) {}

  @Get()
  @ApiOperation({
    summary: 'List tenants',
    description: 'The operators’ own, `platform`, among them. Oldest first. May lag a little.',
  })
  @ApiResponse({ status: 200, type: TenantPageDto, description: 'A page of tenants.' })
  @ApiProblems(...PAGE, 503)
  async list(@CurrentCaller() caller: Caller, @Query() query: PageQueryDto): Promise<TenantPageDto> {
    return pageBody(await this.tenants.list(caller, query), (tenant) => TenantDto.from(tenant));
  }

  @Get(':tenantId')
  @ApiOperation({ summary: 'Read a tenant' })
  @ApiResponse({ status: 200, type: TenantDto, description: 'The tenant.', headers: TAGGED })
  @ApiProblems(404, 503)
  async get(
    @CurrentCaller() caller: Caller,
    @TenantId() id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(await this.tenants.get(caller, id), reply);
  }

  @Patch(':tenantId')
  @ApiOperation({
    summary: 'Edit a tenant',
    description: 'Other scopes reach its clients’ tokens within seconds; fewer cut off those out there.',
  })
  @ApiIfMatch()
  @ApiResponse({ status: 200, type: TenantDto, description: 'The tenant.', headers: TAGGED })
  @ApiProblems(...FIELDS, 404, 'tenant_deleting', 412, 428, 503)
  async edit(
    @CurrentCaller() caller: Caller,
    @TenantId() id: string,
    @IfMatch() edition: string,
    @Body() body: UpdateTenantDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(await this.tenants.edit(caller, id, edition, body), reply);
  }

  @Post(':tenantId/suspend')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Suspend a tenant',
    description: 'No token for any of its clients from now on; those out there are cut off.',
  })
  @ApiResponse({ status: 200, type: TenantDto, description: 'The tenant.', headers: TAGGED })
  @ApiProblems(...NO_FIELDS, 404, 'tenant_deleting', 'platform_tenant', 503)
  async suspend(
    @CurrentCaller() caller: Caller,
    @TenantId() id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(await this.tenants.suspend(caller, id), reply);
  }

  @Post(':tenantId/resume')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Resume a tenant',
    description: 'Its clients get tokens again after a few seconds.',
  })
  @ApiResponse({ status: 200, type: TenantDto, description: 'The tenant.', headers: TAGGED })
  @ApiProblems(...NO_FIELDS, 404, 'tenant_deleting', 503)
  async resume(
    @CurrentCaller() caller: Caller,
    @TenantId() id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(await this.tenants.resume(caller, id), reply);
  }

  @Delete(':tenantId')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Delete a suspended tenant',
    description:
      'With its clients and people, for good, in the background. Read it to see how far that is; in the end it is 404.',
  })
  @ApiResponse({ status: 202, type: TenantDto, headers: TAGGED, description: 'Under way, now or before.' })
  @ApiProblems(...NO_FIELDS, 404, 'tenant_not_suspended', 'platform_tenant', 503)
  async remove(
    @CurrentCaller() caller: Caller,
    @TenantId() id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(await this.tenants.remove(caller, id), reply);
  }
}

function answer(tenant: Tenant, reply: FastifyReply): TenantDto {
  tag(reply, editionOf(tenant));
  return TenantDto.from(tenant);
}
