import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiProblems, PAGE } from '../../common/http/api-problems.js';
import { pageBody } from '../../common/http/page-body.js';
import { type Caller, tenantToRead } from '../../guard/caller.js';
import { CurrentCaller } from '../../guard/current-caller.js';
import { SignedIn } from '../../guard/policy.js';
import { UsageStore } from '../../usage/usage-store.js';
import { dayOf } from '../../usage/usage.js';
import { UsageDto, UsagePageDto, UsageQueryDto } from './usage.dto.js';

@ApiTags('Usage')
@SignedIn('operator', 'tenant_admin')
@Controller('api/v1/admin/usage')
export class UsageController {
  constructor(private readonly usage: UsageStore) {}

  @Get()
  @ApiOperation({
    summary: 'Read the usage of a tenant’s API clients',
    description: 'By day, the newest first, and client; accurate to a minute. Kept as long as audit entries.',
  })
  @ApiResponse({ status: 200, type: UsagePageDto, description: 'A page of days and clients.' })
  @ApiProblems(...PAGE, 404, 503)
  async list(@CurrentCaller() caller: Caller, @Query() query: UsageQueryDto): Promise<UsagePageDto> {
    const { from, to, ...rest } = query;
    const tenantId = tenantToRead(caller, query.tenantId);
    const page = await this.usage.list({ ...rest, tenantId, from: day(from), to: day(to) }, caller.signal);
    return pageBody(page, (count) => UsageDto.from(count));
  }
}

function day(time: string | undefined): string | undefined {
  return time === undefined ? undefined : dayOf(Date.parse(time));
}
