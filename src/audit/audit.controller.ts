import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiProblems, PAGE } from '../common/http/api-problems.js';
import { pageBody } from '../common/http/page-body.js';
import type { Caller } from '../guard/caller.js';
import { CurrentCaller } from '../guard/current-caller.js';
import { SignedIn } from '../guard/policy.js';
import { AuditEventDto, AuditPageDto, AuditQueryDto } from './audit.dto.js';
import { AuditLog } from './audit-log.js';
import { auditQuery } from './audit-query.js';

@ApiTags('Audit')
@SignedIn('operator', 'tenant_admin')
@Controller('api/v1/audit-events')
export class AuditController {
  constructor(private readonly log: AuditLog) {}

  @Get()
  @ApiOperation({
    summary: 'Read the audit trail',
    description: 'Newest first: who did what, when and from where. By client it may lag a little.',
  })
  @ApiResponse({ status: 200, type: AuditPageDto, description: 'A page of the trail.' })
  @ApiProblems(...PAGE, 404, 503)
  async list(@CurrentCaller() caller: Caller, @Query() query: AuditQueryDto): Promise<AuditPageDto> {
    const page = await this.log.list(auditQuery(caller, query), caller.signal);
    return pageBody(page, (entry) => AuditEventDto.from(entry));
  }
}
