import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Clock } from '../common/clock.js';
import { ApiProblems } from '../common/http/api-problems.js';
import { VERSION } from '../common/version.js';
import { Config } from '../config/config.js';
import type { Caller } from '../guard/caller.js';
import { CurrentCaller } from '../guard/current-caller.js';
import { Public, SignedIn } from '../guard/policy.js';
import { HealthService } from '../health/health.service.js';
import { WorkQueue } from '../work/work-queue.js';
import { CognitoLoad } from './cognito-load.js';
import { PortalConfigDto, SystemDto } from './system.dto.js';

const COUNTED = 1_000;

@ApiTags('System')
@Controller('api/v1')
export class SystemController {
  constructor(
    private readonly config: Config,
    private readonly health: HealthService,
    private readonly work: WorkQueue,
    private readonly load: CognitoLoad,
    private readonly clock: Clock,
  ) {}

  @Get('config')
  @Public()
  @ApiOperation({
    summary: 'Tell what this installation offers',
    description: 'For pages that nobody has signed in to.',
  })
  @ApiResponse({ status: 200, type: PortalConfigDto, description: 'The settings.' })
  @ApiProblems(503)
  settings(): PortalConfigDto {
    return PortalConfigDto.from(this.config);
  }

  @Get('admin/system')
  @SignedIn('operator')
  @ApiOperation({
    summary: 'Tell how the broker is doing',
    description: 'The replica that answers, and the work that is pending for all of them.',
  })
  @ApiResponse({ status: 200, type: SystemDto, description: 'How it is doing.' })
  @ApiProblems(503)
  async system(@CurrentCaller() { signal }: Caller): Promise<SystemDto> {
    const [health, backlog] = await Promise.all([
      this.health.overview(),
      this.work.backlog(this.clock.now(), COUNTED, signal),
    ]);
    return SystemDto.from(VERSION, health, backlog, this.load);
  }
}
