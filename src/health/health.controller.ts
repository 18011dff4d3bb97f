import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ServiceUnavailableException } from '@nestjs/common';
import type { HealthCheckResult } from '@nestjs/terminus';
import type { FastifyReply } from '../common/http/fastify-request.js';
import { Public } from '../guard/policy.js';
import { LivenessDto, ReadinessDto } from './health.dto.js';
import { HealthService } from './health.service.js';

@ApiTags('Health')
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  @Get('live')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Whether the process runs', description: 'Touches nothing.' })
  @ApiResponse({ status: 200, type: LivenessDto, description: 'It runs.' })
  live(): LivenessDto {
    return { status: 'ok' };
  }

  @Get('ready')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Whether requests should be sent here',
    description: 'The table decides. A pool or key that cannot be reached is told as `degraded`, with 200.',
  })
  @ApiResponse({ status: 200, type: ReadinessDto, description: 'They should.' })
  @ApiResponse({
    status: 503,
    type: ReadinessDto,
    description: 'Starting, draining, or the table cannot be read.',
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthCheckResult> {
    try {
      return await this.health.ready();
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      void reply.status(503).header('retry-after', '1');
      return error.getResponse() as HealthCheckResult;
    }
  }
}
